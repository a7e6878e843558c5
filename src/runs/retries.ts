import { setTimeout as after } from "node:timers/promises";

import { SourceError } from "#errors.ts";

/** Milliseconds between the tries of a step whose platform fails it: three tries in all. */
export const patience: readonly number[] = [1000, 5000];

/** Tries again after each wait while a platform fails us; any other error, and the last SourceError, is thrown on. */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  waits: readonly number[],
  signal: AbortSignal,
): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    const [wait, ...rest] = waits;
    if (!(error instanceof SourceError) || wait === undefined) throw error;
    await after(wait, undefined, { signal });
    return await withRetries(attempt, rest, signal);
  }
}
