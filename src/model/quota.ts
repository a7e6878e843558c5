import { z } from "zod";

import { displayDuration } from "#model/duration.ts";

const spans = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 30 * 86_400_000,
} as const;

/** What a platform allows a credential, and the share of it that looks may take. */
export interface Quota {
  readonly requests: number;
  readonly per: keyof typeof spans;
  readonly share: number;
}

/** Everything else that asks by the same credential needs the rest. */
const usualShare = 0.1;

export const quotaSettings = z.strictObject({
  requests: z.int().min(1),
  per: z.enum(["second", "minute", "hour", "day", "month"]),
  share: z.number().gt(0, "write a share above 0, like 0.1").max(1).default(usualShare),
});

/** The milliseconds a quota counts over. */
export function spanOf({ per }: Quota): number {
  return spans[per];
}

/** Requests that looks may make within its span. */
export function allowedBy({ requests, share }: Quota): number {
  return Math.floor(requests * share + 1e-9);
}

/** An endpoint as its quota sees it. */
export interface Taker {
  readonly id: string;
  /** Milliseconds between looks, and requests that each makes. */
  readonly interval: number;
  readonly requests: number;
}

/** The arithmetic of endpoints that would take more than their share of a quota; null where they keep to it. */
export function overdraft(takers: readonly Taker[], quota: Quota): string | null {
  const span = spanOf(quota);
  const taken = takers.reduce(
    (sum, { interval, requests }) => sum + (span / interval) * requests,
    0,
  );
  const allowed = quota.requests * quota.share;
  if (taken <= allowed * (1 + 1e-9)) return null;
  const a = quota.per === "hour" ? "an hour" : `a ${quota.per}`;
  const share = `${number(quota.share * 100)} % of ${number(quota.requests)} allows ${number(allowed)}`;
  const [first, ...others] = takers;
  if (first && others.length === 0) {
    const each = first.requests === 1 ? "" : ` with ${first.requests} requests each`;
    const needed = Math.ceil((span * first.requests) / allowed / 1000);
    return `a ${displayDuration(first.interval)} interval${each} is ${number(taken)} requests ${a}, ${share}: make it ${needed} s`;
  }
  const names = takers.map(({ id }) => id).join(", ");
  const times = Math.ceil((taken / allowed) * 10) / 10;
  return `${names} together are ${number(taken)} requests ${a}, ${share}: make their intervals ${number(times)} times as long`;
}

function number(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}
