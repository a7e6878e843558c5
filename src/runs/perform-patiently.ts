import { IncomparableError, SourceError, UsageError } from "#errors.ts";
import type { RunbookStep } from "#runbook.ts";
import type { Performance, Performer } from "#runs/perform.ts";
import { withRetries } from "#runs/retries.ts";
import type { StepResult } from "#step.ts";

/** Does a step, again after each wait while a platform fails it; an optional one that fails all the same is told, and the run goes on. */
export async function performPatiently(
  performer: Performer,
  performance: Performance,
  waits: readonly number[],
): Promise<StepResult> {
  const { step, signal } = performance;
  try {
    return await withRetries(() => performer.perform(performance), waits, signal);
  } catch (error) {
    if (!isDispensable(step, error) || signal.aborted) throw error;
    const summary = `Not available: ${(error as Error).message}`;
    return { status: "attention", summary, report: [], evidence: [] };
  }
}

function isDispensable(step: RunbookStep, error: unknown): boolean {
  if (error instanceof IncomparableError) return false;
  const isTheirs = error instanceof SourceError || error instanceof UsageError;
  return step["optional"] === true && isTheirs;
}
