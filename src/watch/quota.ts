import type { HttpAnswer } from "#model/http-answer.ts";
import { allowedBy, spanOf } from "#model/quota.ts";
import type { Quota } from "#model/quota.ts";

/** What has been taken of each credential's quota; all instants are milliseconds of UTC. */
export interface Ledger {
  /** Takes one request; null where it may be made, else the instant from which the next may. */
  readonly take: (credential: string, at: number) => Promise<number | null>;
  /** Learns from an answer that the platform wants none for a while. */
  readonly learn: (credential: string, answer: Answered, at: number) => void;
}

export type Answered = Pick<HttpAnswer, "status" | "headers">;

/** Nobody's clock is so far off, nor wants so long a rest. */
const longest = 24 * 3_600_000;
const usualRest = 60_000;

/** A ledger of this process alone, for looks that are made once. */
export function openLedger(quotas: ReadonlyMap<string, Quota>): Ledger {
  const taken = new Map<string, number[]>();
  const resting = new Map<string, number>();
  return {
    async take(credential, at) {
      const rest = resting.get(credential) ?? 0;
      if (rest > at) return rest;
      const quota = quotas.get(credential);
      if (!quota) return null;
      const span = spanOf(quota);
      const recent = (taken.get(credential) ?? []).filter((instant) => instant > at - span);
      const allowed = Math.max(1, allowedBy(quota));
      const [oldest] = recent.slice(-allowed);
      taken.set(credential, recent);
      if (recent.length >= allowed && oldest !== undefined) return oldest + span;
      recent.push(at);
      return null;
    },
    learn(credential, answer, at) {
      const rest = restOf(answer, at);
      if (rest !== null) resting.set(credential, at + rest);
    },
  };
}

/** Milliseconds for which a platform wants no request; null where it takes more. */
export function restOf({ status, headers }: Answered, at: number): number | null {
  const isUsedUp =
    headers["x-ratelimit-remaining"] === "0" || headers["ratelimit-remaining"] === "0";
  if (status !== 429 && !isUsedUp) return null;
  const said = headers["retry-after"] ?? headers["x-ratelimit-reset"] ?? headers["ratelimit-reset"];
  const rest = delayOf(said, at);
  if (rest === null) return status === 429 ? usualRest : null;
  return Math.min(Math.max(rest, 0), longest);
}

/** Platforms say seconds to go, or an instant in seconds or milliseconds, under the same names. */
function delayOf(said: string | undefined, at: number): number | null {
  if (said === undefined) return null;
  const value = Number(said);
  if (Number.isNaN(value)) {
    const instant = Date.parse(said);
    return Number.isNaN(instant) ? null : instant - at;
  }
  if (value > 1e11) return value - at;
  if (value > 1e8) return value * 1000 - at;
  return value * 1000;
}
