import type { Hop } from "#model/assertions/hop.ts";
import { cookieHeader, cookiesOf } from "#model/cookies.ts";
import type { SetCookie } from "#model/cookies.ts";
import type { HttpAnswer, HttpFault, HttpRequest } from "#model/http-answer.ts";
import { requestOf } from "#model/request-settings.ts";
import type { RequestSettings } from "#model/request-settings.ts";
import { shownAddress } from "#model/shown-address.ts";

/** Makes one request. */
export type Request = (request: HttpRequest) => Promise<HttpAnswer | HttpFault>;

/** Where a walk begins, and after how many hops it is given up. */
export interface Walk extends Omit<RequestSettings, "method" | "body"> {
  readonly url: string;
  readonly most: number;
}

/** How a chain ended: at an answer that leads nowhere, or in one that must not be. */
export interface Walked {
  readonly hops: readonly Hop[];
  readonly fault: HttpFault | null;
  /** One clause; null of a chain that ended as one should. */
  readonly broken: string | null;
}

/** Goes from hop to hop as a browser would, cookies kept; each address passes the guard anew. */
export async function walk(given: Walk, request: Request): Promise<Walked> {
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
    if ("phase" in answer) return { hops, fault: answer, broken: null };
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
