import { DateTime } from "luxon";

import { SourceError, UsageError } from "#errors.ts";
import { evidenceHead } from "#evidence/ledger.ts";
import { noEvidence } from "#model/evidence-item.ts";
import type { Runbook, RunbookStep } from "#runbook.ts";
import { failedOutcome } from "#runs/failure.ts";
import { LoneRun } from "#runs/lone-run.ts";
import type { Request } from "#runs/parameters.ts";
import { pauseUntil } from "#runs/pause-until.ts";
import { performPatiently } from "#runs/perform-patiently.ts";
import { patience } from "#runs/retries.ts";
import type { StepInput, StepKind, StepOutcome, StepPause, StepResult, StepWorld } from "#step.ts";

/** One step to be done: the run so far, and when to stop. */
export interface Performance {
  readonly step: RunbookStep;
  readonly input: StepInput;
  readonly signal: AbortSignal;
}

/** Does steps; what it opens for a run stays open until the run is over. */
export interface Performer {
  perform(performance: Performance): Promise<StepResult>;
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
      return kind.run(settings, input, worlds.open(input, signal)).catch((error: unknown) => {
        throw ofStep(step, error);
      });
    },
    release: (runId) => worlds.release(runId),
  };
}

/** A mistake in a step's own settings stands in the runbook: it is told with the step. */
function ofStep({ id, ...settings }: RunbookStep, error: unknown): unknown {
  if (!(error instanceof UsageError) || !error.fields.some((field) => field in settings)) {
    return error;
  }
  return new UsageError(`Step ${id}: ${error.message}`, error.fields, { cause: error });
}

export interface Alone {
  readonly onStep?: (step: RunbookStep, outcome: StepOutcome | null) => void;
  /** Whether what may lag is captured again until it agrees. */
  readonly refresh?: boolean;
  /** The run to do, where its ledger is wanted, too. */
  readonly run?: LoneRun;
}

/**
 * Does all steps of a runbook in this process, without a store; stops at the first that throws or fails. Nobody can be
 * asked here: what only a person can say is left out, and said to be.
 */
export async function performAll(
  runbook: Runbook,
  request: Request,
  performer: Performer,
  { onStep, refresh = false, run = new LoneRun(runbook, request) }: Alone = {},
): Promise<StepOutcome[]> {
  const { id: runId, outcomes } = run;
  const { signal } = new AbortController();
  try {
    for (let index = 0; index < runbook.steps.length; index += 1) {
      const step = runbook.steps[index];
      if (!step) break;
      onStep?.(step, null);
      const input = { ...aloneInput(runbook.id, request, refresh), runId, outcomes };
      const outcome = await performOne(performer, { step, input, signal }, run).catch(
        (error: unknown) => {
          outcomes[step.id] = failedOutcome(error instanceof Error ? error.message : String(error));
          throw error;
        },
      );
      outcomes[step.id] = outcome;
      run.capture(step, input.startedAt, outcome.evidence);
      onStep?.(step, outcome);
      if (outcome.status === "failed") throw new SourceError(outcome.summary);
      if (outcome.next !== undefined) index = before(runbook, outcome.next);
    }
    return Object.values(outcomes);
  } finally {
    await performer.release(runId);
  }
}

/** What a step is told when it is done on the command line. */
export function aloneInput(runbook: string, request: Request, refresh = false) {
  const at = DateTime.utc().toISO();
  return {
    runbook,
    ...request,
    startedAt: at,
    at,
    requestedBy: null,
    answers: [],
    memory: null,
    evidence: [],
    evidenceHead: noEvidence,
    refresh,
  };
}

/** Waits out a step's pauses; leaves out what it asks people. */
async function performOne(
  performer: Performer,
  performance: Performance,
  run: LoneRun,
): Promise<StepOutcome> {
  const { step, signal } = performance;
  let { input } = performance;
  for (;;) {
    const { ledger: evidence } = run;
    input = { ...input, evidence, evidenceHead: evidenceHead(evidence) };
    const result = await performPatiently(performer, { ...performance, input }, patience);
    if (result.status !== "waiting") return result;
    run.capture(step, input.startedAt, result.evidence ?? []);
    if (result.prompt || result.until === null) return leftOut(result);
    await pauseUntil(DateTime.fromISO(result.until).toJSDate(), signal);
    input = { ...input, at: DateTime.utc().toISO(), memory: result.memory };
  }
}

function leftOut({ prompt, summary }: StepPause): StepOutcome {
  const left = prompt?.actions.includes("approve")
    ? "Not approved, nobody can be asked here"
    : "Left to a person";
  const words = `${left}: ${prompt?.text ?? summary}`;
  return { status: "skipped", summary: words, report: [], evidence: [] };
}

function before({ steps }: Runbook, next: string): number {
  return steps.findIndex(({ id }) => id === next) - 1;
}
