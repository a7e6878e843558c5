import { z } from "zod";

import { chainAssertionList } from "#model/assertions/chain-list.ts";
import { answerSeen, faultSeen } from "#model/classify.ts";
import type { HttpFault } from "#model/http-answer.ts";
import { walk } from "#model/redirect-walk.ts";
import { requestShape, webAddress } from "#model/request-settings.ts";
import { hostOf, shownAddress } from "#model/shown-address.ts";
import { defineProbe } from "#probe.ts";
import type { Observation } from "#probe.ts";

const { method: _method, body: _body, ...shape } = requestShape;
const settings = z.strictObject({
  url: webAddress,
  ...shape,
  /** More hops than this are too many. */
  most: z.int().min(1).max(20).default(10),
  assert: chainAssertionList,
});
type Settings = z.infer<typeof settings>;

export default defineProbe<Settings>({
  title: "Follows a link over every hop",
  settings,
  requests: ({ credential }) => (credential === null ? 0 : 1),
  host: ({ url }) => hostOf(url),

  async look(given, world) {
    const what = shownAddress(given.url);
    const { hops, fault, broken } = await walk(given, world.request);
    const last = hops.at(-1);
    const spent = hops.reduce((sum, { answer }) => sum + answer.milliseconds, 0);
    const facts = hops.map(({ url, answer: { status, milliseconds } }, at) => {
      return [
        `hop ${at + 1}`,
        `${status} ${schemeOf(url)}${shownAddress(url)} in ${Math.round(milliseconds)} ms`,
      ] as const;
    });
    if (fault)
      return {
        ...faultAt(hops.length + 1, what, fault),
        milliseconds: spent + fault.milliseconds,
        facts,
      };
    if (!last) throw new Error("a chain without a fault has an answer");
    const seen = answerSeen(last.answer, {
      what: `${what}, at hop ${hops.length},`,
      assertions: given.assert.ofLast,
    });
    const results = given.assert.ofHops.map(({ text, judge }) => ({
      assertion: text,
      ...judge(hops),
    }));
    const all = {
      ...seen,
      milliseconds: spent,
      facts,
      assertions: [...results, ...(seen.assertions ?? [])],
    };
    if (broken !== null) {
      return { ...all, condition: "application_error", text: `${what} leads nowhere: ${broken}.` };
    }
    const [failed, ...others] = results.filter(({ holds }) => !holds);
    if (seen.condition !== "up" || !failed) return all;
    const more = others.length > 0 ? `, and ${others.length} more did not hold` : "";
    const text = `${what} came to its end in ${hops.length} hops, but not so: ${failed.assertion}; ${failed.found}${more}.`;
    return { ...all, condition: "application_error", text };
  },
});

/** A chain that leads into our own network is the far side's mistake, unless it began there. */
function faultAt(hop: number, what: string, fault: HttpFault): Observation {
  const seen = faultSeen(`${what}, at hop ${hop},`, fault);
  if (hop === 1 || fault.phase !== "address") return seen;
  return { ...seen, condition: "application_error" };
}

function schemeOf(url: string): string {
  return url.startsWith("https:") ? "https://" : "http://";
}
