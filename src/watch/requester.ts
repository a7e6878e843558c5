import { DateTime } from "luxon";

import type { HttpAnswer, HttpFault, HttpRequest } from "#model/http-answer.ts";
import { noPhases } from "#model/observation.ts";
import { isFault } from "#probe.ts";
import type { Credentials } from "#watch/credentials/credentials.ts";
import type { Resolve } from "#watch/http/address-guard.ts";
import { makeRequest } from "#watch/http/make-request.ts";
import type { Ledger } from "#watch/quota.ts";

export interface RequesterParts {
  readonly resolve: Resolve;
  readonly credentials: Credentials;
  readonly ledger: Ledger;
  readonly clock: () => number;
  readonly now: () => string;
}

interface Limits {
  /** Milliseconds that it may take, unless it says so itself. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Makes one request of a look: its quota first, then its credential, then the request itself, once. */
export async function requestFor(
  asked: HttpRequest,
  { timeout, signal }: Limits,
  { resolve, credentials, ledger, clock, now }: RequesterParts,
): Promise<HttpAnswer | HttpFault> {
  const { credential } = asked;
  const instant = (): number => DateTime.fromISO(now()).toMillis();
  const free = credential === null ? null : await ledger.take(credential, instant());
  if (free !== null) return usedUp(credential ?? "", free);
  const signed = await credentials.sign(asked);
  if ("phase" in signed) return signed;
  const answer = await makeRequest(signed.request, {
    resolve,
    secure: signed.secure,
    clock,
    now,
    timeout: Math.max(1, Math.ceil(asked.timeout ?? timeout)),
    signal,
  });
  if (credential !== null && !isFault(answer)) {
    ledger.learn(credential, answer, instant());
    if (answer.status === 401) credentials.refused(credential);
  }
  return answer;
}

function usedUp(credential: string, free: number): HttpFault {
  const at = DateTime.fromMillis(free, { zone: "utc" }).toISO({ suppressMilliseconds: true });
  const reason = `our share of the quota of ${credential} is used up until ${at}`;
  const phase = "quota";
  return { phase, reason, isOurs: true, timedOut: false, phases: noPhases, milliseconds: 0 };
}
