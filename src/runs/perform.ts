import { DateTime } from "luxon";
import { ulid } from "ulid";

import { SourceError } from "#errors.ts";
import type { Runbook, RunbookStep } from "#runbook.ts";
import type { Request } from "#runs/parameters.ts";
import { patience, withRetries } from "#runs/retries.ts";
import type { StepInput, StepKind, StepOutcome, StepWorld } from "#step.ts";

/** One step to be done: the run so far, and when to stop. */
export interface Performance {
  readonly step: RunbookStep;
  readonly input: StepInput;
  readonly signal: AbortSignal;
}

/** Does steps; what it opens for a run stays open until the run is over. */
export interface Performer {
  perform(performance: Performance): Promise<StepOutcome>;
  /** The run is over, or goes on elsewhere. */
  release(runId: string): Promise<void>;
}

/** A performer of the step kinds on the shelf, in the world that is opened for each step. */
export function stepPerformer(
  kinds: ReadonlyMap<string, StepKind>,
  worlds: {
    open(input: StepInput, signal: AbortSignal): StepWorld;
    release(runId: string): Promise<void>;
  },
): Performer {
  return {
    async perform({ step, input, signal }) {
      const { id: _id, title: _title, kind: name, ...given } = step;
      const kind = kinds.get(name);
      if (!kind) throw new Error(`there is no step kind "${name}" on the shelf`);
      const settings = kind.settings.parse(given);
      return kind.run(settings, input, worlds.open(input, signal));
    },
    release: (runId) => worlds.release(runId),
  };
}

/** Does all steps of a runbook in this process, without a store; stops at the first that throws or fails. */
export async function performAll(
  runbook: Runbook,
  request: Request,
  performer: Performer,
  onStep?: (step: RunbookStep, outcome: StepOutcome | null) => void,
): Promise<StepOutcome[]> {
  const runId = ulid();
  const { signal } = new AbortController();
  const outcomes: Record<string, StepOutcome> = {};
  try {
    for (const step of runbook.steps) {
      onStep?.(step, null);
      const startedAt = DateTime.utc().toISO();
      const input = { runId, runbook: runbook.id, ...request, startedAt, outcomes };
      const outcome = await withRetries(
        () => performer.perform({ step, input, signal }),
        patience,
        signal,
      );
      outcomes[step.id] = outcome;
      onStep?.(step, outcome);
      if (outcome.status === "failed") throw new SourceError(outcome.summary);
    }
    return Object.values(outcomes);
  } finally {
    await performer.release(runId);
  }
}
