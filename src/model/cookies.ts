import { DateTime } from "luxon";
import { parseSetCookie } from "set-cookie-parser";

import type { HttpAnswer } from "#model/http-answer.ts";

/** A cookie as an answer sets it. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Lower case; null where it says nothing. */
  readonly sameSite: string | null;
  /** Null for one that ends with the browser. */
  readonly days: number | null;
  /** The host or domain that gets it back. */
  readonly domain: string;
  readonly isHostOnly: boolean;
}

/** The cookies an answer of a host sets, in order. */
export function cookiesOf(answer: Pick<HttpAnswer, "headers" | "at">, host: string): SetCookie[] {
  const lines = answer.headers["set-cookie"];
  if (lines === undefined) return [];
  return parseSetCookie(lines.split("\n"), { decodeValues: false }).map((cookie) => ({
    name: cookie.name,
    value: cookie.value,
    secure: cookie.secure === true,
    httpOnly: cookie.httpOnly === true,
    sameSite: cookie.sameSite?.toLowerCase() ?? null,
    days: daysOf(cookie, answer.at),
    domain: (cookie.domain ?? host).replace(/^\./, "").toLowerCase(),
    isHostOnly: cookie.domain === undefined,
  }));
}

/** Max-Age is asked before Expires, as browsers do. */
function daysOf(
  { maxAge, expires }: { readonly maxAge?: number; readonly expires?: Date },
  at: string,
): number | null {
  if (maxAge !== undefined) return maxAge / 86_400;
  if (expires === undefined) return null;
  return DateTime.fromJSDate(expires).diff(DateTime.fromISO(at), "days").days;
}

/** What a browser would send back to an address, as the header `cookie`; null where that is nothing. */
export function cookieHeader(jar: readonly SetCookie[], address: string): string | null {
  const { hostname, protocol } = new URL(address);
  const latest = new Map(jar.map((cookie) => [`${cookie.name} ${cookie.domain}`, cookie]));
  const sent = [...latest.values()].filter(
    ({ domain, isHostOnly, secure, days }) =>
      (hostname === domain || (!isHostOnly && hostname.endsWith(`.${domain}`))) &&
      (!secure || protocol === "https:") &&
      (days === null || days > 0),
  );
  return sent.length === 0 ? null : sent.map(({ name, value }) => `${name}=${value}`).join("; ");
}
