import type { Keep } from "#model/history.ts";
import type { Condition } from "#model/observation.ts";
import type { Store } from "#store/store.ts";
import { Recorder } from "#watch/history/recorder.ts";
import type { RecorderParts } from "#watch/history/recorder.ts";
import { Upkeep } from "#watch/history/upkeep.ts";

export const keep: Keep = {
  minutes: 48 * 3_600_000,
  hours: 400 * 86_400_000,
  days: 1825 * 86_400_000,
};

/** Recorders, upkeep and reading on a clock that stands until it is set. */
export function historyIn(store: Pick<Store, "db" | "transaction" | "exclusive">, begin: string) {
  const clock = { at: Date.parse(begin) };
  const faults: unknown[] = [];
  const log = { error: (fault: unknown) => void faults.push(fault) };
  const parts: RecorderParts = {
    db: store.db,
    log,
    endpoint: () => ({ interval: 60_000, timeout: 10_000 }),
    isMaintained: () => false,
    now: () => clock.at,
  };
  return {
    store,
    clock,
    faults,
    recorder: (changes: Partial<RecorderParts> = {}) => new Recorder({ ...parts, ...changes }),
    upkeep: () => new Upkeep({ store, keep, log, now: () => clock.at }),
    reading: () => ({ db: store.db, keep, now: clock.at }),
  };
}

/** A look that began at an instant. */
export function seen(at: number, condition: Condition = "up", milliseconds = 100) {
  return { at, observation: { condition, milliseconds } };
}
