import type { CanarySettings } from "#model/canary/settings.ts";
import { textOf } from "#model/canary/verdicts.ts";
import type { Judged } from "#model/canary/verdicts.ts";
import { answerSeen, faultSeen } from "#model/classify.ts";
import { cookiesOf } from "#model/cookies.ts";
import { filledStep } from "#model/flow-step.ts";
import type { Values } from "#model/flow-step.ts";
import { jsonOf } from "#model/assertions/json-path.ts";
import type { HttpAnswer } from "#model/http-answer.ts";
import { isBlind } from "#model/observation.ts";
import { presets } from "#model/presets/presets.ts";
import { walk } from "#model/redirect-walk.ts";
import type { Request } from "#model/redirect-walk.ts";
import { shownAddress } from "#model/shown-address.ts";

/** What a click left: the id by which its conversion is known, or why there is none. */
export type Clicked = { readonly click: string } | Judged | Untold;

/** Why nothing can be said of the program: our own quota, or an address that we may not ask. */
export interface Untold {
  readonly ours: string;
}

/** Clicks on the program's link as a visitor would, and lands. */
export async function click({ click: link }: CanarySettings, request: Request): Promise<Clicked> {
  const shape = { headers: {}, credential: null, body_limit: 262_144 };
  const { hops, fault, broken } = await walk({ ...shape, url: link.url, most: 10 }, request);
  const what = shownAddress(link.url);
  if (fault) {
    const seen = faultSeen(what, fault);
    return fault.isOurs ? { ours: seen.text } : { verdict: "link_dead", reason: clause(seen.text) };
  }
  const last = hops.at(-1);
  if (!last || broken !== null) {
    return { verdict: "link_dead", reason: `${what} leads nowhere: ${broken ?? "nothing came"}` };
  }
  const seen = answerSeen(last.answer, { what, assertions: [] });
  if (isBlind(seen.condition)) return { ours: seen.text };
  if (seen.condition !== "up") return { verdict: "link_dead", reason: clause(seen.text) };
  const id = link.json
    ? inAnswer(last.answer, link.json.valuesIn)
    : new URL(last.url).searchParams.get(link.parameter ?? "");
  if (!id) {
    const place = link.parameter ?? link.json?.source ?? "";
    return { verdict: "id_lost", reason: `${shownAddress(last.url)} was reached without ${place}` };
  }
  const { cookie } = link;
  const isSet = hops.some(({ url, answer }) =>
    cookiesOf(answer, new URL(url).hostname).some(
      ({ name, value, days }) => name === cookie && value !== "" && (days === null || days > 0),
    ),
  );
  if (cookie !== null && !isSet) {
    return { verdict: "cookie_refused", reason: `no hop of ${what} set the cookie ${cookie}` };
  }
  return { click: id };
}

/** Makes the conversion of a click; null where it was accepted, `ours` where it was not made. */
export async function convert(
  { convert: step, preset, credential }: CanarySettings,
  values: Values,
  request: Request,
): Promise<Judged | Untold | null> {
  const asked = filledStep(step, values, step.method === "GET" ? null : credential);
  const url = new URL(asked.url);
  for (const [name, value] of Object.entries(presets[preset].testParameters ?? {})) {
    url.searchParams.set(name, value);
  }
  const what = shownAddress(url.href);
  const answer = await request({ ...asked, url: url.href });
  const seen =
    "phase" in answer
      ? faultSeen(what, answer)
      : answerSeen(answer, { what, assertions: step.assert ?? [] });
  if (seen.condition === "up") return null;
  if (isBlind(seen.condition)) return { ours: seen.text };
  return { verdict: "pixel_not_reached", reason: clause(seen.text) };
}

function inAnswer(
  answer: HttpAnswer,
  valuesIn: (document: unknown) => readonly unknown[],
): string | null {
  const body = jsonOf(answer);
  return "reason" in body ? null : textOf(valuesIn(body.document)[0]) || null;
}

/** A sentence as the reason within another. */
export function clause(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
