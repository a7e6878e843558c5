import type { Logger } from "pino";

import { unfinishedSteps } from "#runs/run-rows.ts";
import type { StepKey } from "#runs/run-rows.ts";
import type { Store } from "#store/store.ts";
import { WorkQueue } from "#store/work-queue.ts";
import type { WorkKind } from "#store/work-queue.ts";

const steps: WorkKind<StepKey> = {
  name: "run-step",
  // Steps of different runs.
  atOnce: 2,
  keyOf: ({ runId, position }) => `${runId}:${position}`,
  holdOf: ({ runId }) => `run:${runId}`,
  // Runs that have come far go first, so that few are open at once.
  priorityOf: ({ position }) => position,
  unfinished: unfinishedSteps,
};

export type StepQueue = WorkQueue<StepKey>;

/** The queue of steps to do: at most one job per step, and one process at a run. */
export function stepQueue(store: Store, log: Logger): StepQueue {
  return new WorkQueue(steps, store, log);
}
