import { setTimeout } from "node:timers/promises";

/** A timer that is set for longer than 2³¹ milliseconds goes off at once. */
const longest = 24 * 60 * 60 * 1000;

interface Timers {
  readonly now: () => number;
  readonly pause: (
    milliseconds: number,
    value: undefined,
    options: { readonly signal: AbortSignal },
  ) => Promise<unknown>;
}

const real: Timers = { now: () => Date.now(), pause: setTimeout };

/** Lets time pass until an instant, however far away it is. */
export async function pauseUntil(
  until: Date,
  signal: AbortSignal,
  { now, pause }: Timers = real,
): Promise<void> {
  for (;;) {
    const rest = until.getTime() - now();
    if (rest <= 0) return;
    await pause(Math.min(rest, longest), undefined, { signal });
  }
}
