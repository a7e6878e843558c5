import { z } from "zod";

import { chainAssertionList } from "#model/assertions/chain-list.ts";
import type { Hop } from "#model/assertions/hop.ts";
import { answerSeen, faultSeen } from "#model/classify.ts";
import { cookieHeader, cookiesOf } from "#model/cookies.ts";
import type { SetCookie } from "#model/cookies.ts";
import type { HttpFault } from "#model/http-answer.ts";
import { requestOf, requestShape, webAddress } from "#model/request-settings.ts";
import { hostOf, shownAddress } from "#model/shown-address.ts";
import { defineProbe, isFault } from "#probe.ts";
import type { Observation, ProbeWorld } from "#probe.ts";

const { method: _method, body: _body, ...shape } = requestShape;
const settings = z.strictObject({
  url: webAddress,
  ...shape,
  /** More hops than this are too many. */
  most: z.int().min(1).max(20).default(10),
  assert: chainAssertionList,
});
type Settings = z.infer<typeof settings>;

/** How a chain ended: at an answer that leads nowhere, or in one that must not be. */
interface Walked {
  readonly hops: readonly Hop[];
  readonly fault: HttpFault | null;
  /** One clause; null of a chain that ended as one should. */
  readonly broken: string | null;
}

export default defineProbe<Settings>({
  title: "Follows a link over every hop",
  settings,
  requests: ({ credential }) => (credential === null ? 0 : 1),
  host: ({ url }) => hostOf(url),

  async look(given, world) {
    const what = shownAddress(given.url);
    const { hops, fault, broken } = await walk(given, world);
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

/** Goes from hop to hop as a browser would, cookies kept; each address passes the guard anew. */
async function walk(given: Settings, { request }: ProbeWorld): Promise<Walked> {
  const hops: Hop[] = [];
  const jar: SetCookie[] = [];
  const visited = new Set<string>();
  const { origin } = new URL(given.url);
  for (let url = given.url; ;) {
    const cookies = cookieHeader(jar, url);
    const isHome = new URL(url).origin === origin;
    // What was meant for the first host is not carried to another.
    const own = isHome ? given.headers : {};
    const asked = requestOf(url, {
      ...given,
      method: "GET",
      body: null,
      headers: { ...own, ...(cookies === null ? {} : { cookie: cookies }) },
      credential: hops.length === 0 ? given.credential : null,
    });
    const step = `${url} ${cookies}`;
    if (visited.has(step))
      return { hops, fault: null, broken: `it is a loop, back at ${shownAddress(url)}` };
    if (hops.length === given.most) {
      return { hops, fault: null, broken: `it goes on after ${given.most} hops` };
    }
    visited.add(step);
    const answer = await request(asked);
    if (isFault(answer)) return { hops, fault: answer, broken: null };
    hops.push({ url, answer });
    jar.push(...cookiesOf(answer, new URL(url).hostname));
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status))
      return { hops, fault: null, broken: null };
    const next = location === undefined ? null : URL.parse(location, url);
    if (!next || !/^https?:$/.test(next.protocol)) {
      const place = next ? `to ${next.protocol}` : "without an address to go to";
      return { hops, fault: null, broken: `hop ${hops.length} redirects ${place}` };
    }
    next.hash = "";
    url = next.href;
  }
}

/** A chain that leads into our own network is the far side's mistake, unless it began there. */
function faultAt(hop: number, what: string, fault: HttpFault): Observation {
  const seen = faultSeen(`${what}, at hop ${hop},`, fault);
  if (hop === 1 || fault.phase !== "address") return seen;
  return { ...seen, condition: "application_error" };
}

function schemeOf(url: string): string {
  return url.startsWith("https:") ? "https://" : "http://";
}
