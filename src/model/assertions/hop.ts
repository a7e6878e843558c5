import { z } from "zod";

import type { Finding } from "#model/assertions/assertion.ts";
import { statusSet } from "#model/assertions/status.ts";
import { cookiesOf } from "#model/cookies.ts";
import { displayDuration, duration } from "#model/duration.ts";
import type { HttpAnswer } from "#model/http-answer.ts";

/** One address of a chain of redirects, and its answer. */
export interface Hop {
  readonly url: string;
  readonly answer: HttpAnswer;
}

/** Something that must be true of a chain. */
export interface ChainAssertion {
  readonly text: string;
  readonly judge: (hops: readonly Hop[]) => Finding;
}

const cookie = z.strictObject({
  name: z.string().min(1),
  secure: z.boolean().optional(),
  http_only: z.boolean().optional(),
  same_site: z.enum(["none", "lax", "strict"]).optional(),
  /** It lasts so many days or longer. */
  days: z.number().min(0).optional(),
});

const things = {
  host: z.string().min(1).optional(),
  status: statusSet.optional(),
  https: z.literal(true).optional(),
  /** Parameters of the first address that are there with the same value. */
  keeps: z.array(z.string().min(1)).min(1).optional(),
  /** Parameters that are there with any value. */
  has: z.array(z.string().min(1)).min(1).optional(),
  cookie: cookie.optional(),
  within: duration.optional(),
};

/** What one hop, the last or each of them must be. */
export const hopRule = z
  .strictObject({
    /** Counted from 1, which is the address itself. */
    number: z.union([z.int().min(1), z.enum(["last", "every"])]).default("every"),
    ...things,
  })
  .refine(
    ({ number: _number, ...rules }) => Object.values(rules).some((rule) => rule !== undefined),
    `say what the hop must be: ${Object.keys(things).join(", ")}`,
  );

type HopRule = z.infer<typeof hopRule>;
type Judge = (hop: Hop, first: Hop) => Finding;

export function hopAssertions({ number, ...rules }: HopRule): ChainAssertion[] {
  return judgesOf(rules).map(([text, judge]) => ({
    text: `${number === "every" ? "every hop" : number === "last" ? "the last hop" : `hop ${number}`} ${text}`,
    judge: (hops) => {
      const [first] = hops;
      const meant = number === "every" ? hops : hops.slice(...placeOf(number));
      if (!first || meant.length === 0) {
        return { holds: false, found: `there were ${hops.length} hops` };
      }
      const all = meant.map((hop) => ({ hop, ...judge(hop, first) }));
      const shown = all.find(({ holds }) => !holds) ?? all.at(-1);
      const at = shown ? hops.indexOf(shown.hop) + 1 : 1;
      const where = number === "every" ? ` at hop ${at}` : "";
      return { holds: all.every(({ holds }) => holds), found: `${shown?.found ?? ""}${where}` };
    },
  }));
}

function placeOf(number: number | "last"): [number, number?] {
  return number === "last" ? [-1] : [number - 1, number];
}

function judgesOf(rules: Omit<HopRule, "number">): [string, Judge][] {
  const { host, status, https, keeps = [], has = [], cookie: wanted, within } = rules;
  const judges: [string, Judge][] = [];
  if (host !== undefined) {
    judges.push([
      `is at ${host}`,
      ({ url }) => told(new URL(url).host === host, `it was at ${new URL(url).host}`),
    ]);
  }
  if (status) {
    judges.push([
      `answers ${status.text}`,
      ({ answer }) => told(status.has(answer.status), `it answered ${answer.status}`),
    ]);
  }
  if (https) {
    judges.push([
      "is over https",
      ({ url }) =>
        told(url.startsWith("https:"), `it was over ${new URL(url).protocol.slice(0, -1)}`),
    ]);
  }
  for (const name of keeps) judges.push([`keeps ${name}`, (hop, first) => kept(name, hop, first)]);
  for (const name of has) {
    judges.push([
      `has ${name}`,
      ({ url }) => {
        const value = parameter(url, name);
        return told(Boolean(value), value ? `it had ${name}` : `it had no ${name}`);
      },
    ]);
  }
  if (wanted)
    judges.push([`sets cookie ${wanted.name}${demands(wanted)}`, (hop) => cookieSeen(wanted, hop)]);
  if (within !== undefined) {
    judges.push([
      `takes less than ${displayDuration(within)}`,
      ({ answer: { milliseconds } }) =>
        told(milliseconds < within, `it took ${displayDuration(milliseconds)}`),
    ]);
  }
  return judges;
}

function kept(name: string, { url }: Hop, first: Hop): Finding {
  const sent = parameter(first.url, name);
  const value = parameter(url, name);
  if (sent === null) return told(false, `the first address has no ${name}`);
  if (value === null) return told(false, `${name} was lost`);
  return told(value === sent, value === sent ? `${name} was the same` : `${name} was changed`);
}

function cookieSeen(wanted: z.infer<typeof cookie>, { url, answer }: Hop): Finding {
  const set = cookiesOf(answer, new URL(url).hostname).find(({ name }) => name === wanted.name);
  if (!set) return told(false, `no cookie ${wanted.name} was set`);
  const { secure, http_only: httpOnly, same_site: sameSite, days } = wanted;
  const wrong = [
    secure !== undefined && set.secure !== secure
      ? `Secure was ${set.secure ? "set" : "missing"}`
      : "",
    httpOnly !== undefined && set.httpOnly !== httpOnly
      ? `HttpOnly was ${set.httpOnly ? "set" : "missing"}`
      : "",
    sameSite !== undefined && set.sameSite !== sameSite
      ? `SameSite was ${set.sameSite ?? "missing"}`
      : "",
    days !== undefined && (set.days ?? 0) < days
      ? `it lasts ${set.days === null ? "as long as the browser" : `${set.days.toFixed(1)} days`}`
      : "",
  ].filter((words) => words !== "");
  return told(wrong.length === 0, wrong.join(", ") || "it was set so");
}

function demands({
  secure,
  http_only: httpOnly,
  same_site: sameSite,
  days,
}: z.infer<typeof cookie>): string {
  const words = [
    secure === undefined ? "" : `Secure ${secure ? "on" : "off"}`,
    httpOnly === undefined ? "" : `HttpOnly ${httpOnly ? "on" : "off"}`,
    sameSite === undefined ? "" : `SameSite ${sameSite}`,
    days === undefined ? "" : `for ${days} days`,
  ].filter((word) => word !== "");
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

function parameter(url: string, name: string): string | null {
  return new URL(url).searchParams.get(name);
}

function told(holds: boolean, found: string): Finding {
  return { holds, found };
}
