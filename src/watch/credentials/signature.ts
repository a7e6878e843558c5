import { createHash, createHmac } from "node:crypto";

import { DateTime } from "luxon";

import type { Credential } from "#model/credential.ts";
import type { HttpRequest } from "#model/http-answer.ts";

type Signing = Extract<Credential, { kind: "hmac" }>;

/** The headers that sign a request as a platform wants it, at an instant. */
export function signatureOf(
  signing: Signing,
  request: HttpRequest,
  now: string,
): Record<string, string> {
  const { secret, algorithm, form, encoding, message, clock, headers } = signing;
  const url = new URL(request.url);
  const body = request.body ?? "";
  const words: Record<string, string> = {
    method: request.method,
    host: url.host,
    path: url.pathname,
    query: url.search.slice(1),
    target: url.pathname + url.search,
    body,
    body_hash: createHash(algorithm).update(body).digest("hex"),
    time: timeBy(clock, now),
  };
  const canonical = filled(message, { ...words, secret });
  const hash = form === "hmac" ? createHmac(algorithm, secret) : createHash(algorithm);
  const signature = hash.update(canonical).digest(encoding);
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      return [name.toLowerCase(), filled(value, { ...words, signature })];
    }),
  );
}

function filled(template: string, words: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
}

function timeBy(clock: Signing["clock"], now: string): string {
  const at = DateTime.fromISO(now, { zone: "utc" });
  switch (clock) {
    case "unix":
      return String(at.toUnixInteger());
    case "unix_ms":
      return String(at.toMillis());
    case "iso":
      return at.toISO({ suppressMilliseconds: true }) ?? now;
    case "http":
      return at.toHTTP() ?? now;
  }
}
