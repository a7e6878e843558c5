import { join } from "node:path";

import { DateTime } from "luxon";

import { warmDrawing } from "#charts/png.ts";
import { loadConfig } from "#config.ts";
import { ConfigError, UsageError } from "#errors.ts";
import { comparisonsIn } from "#model/earlier.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { suggestion } from "#nearest.ts";
import { staleSentence } from "#runbook.ts";
import type { Runbook } from "#runbook.ts";
import { commandLine, LoneRun } from "#runs/lone-run.ts";
import { resolveRequest } from "#runs/parameters.ts";
import type { Request } from "#runs/parameters.ts";
import { performAll } from "#runs/perform.ts";
import type { Performer } from "#runs/perform.ts";
import { refusalOf, resultOf } from "#runs/result.ts";
import type { RunResult } from "#runs/result.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import type { StepOutcome } from "#step.ts";
import { journal, typed, typist } from "#terminal/journal.ts";
import { keepRun } from "#terminal/kept-runs.ts";
import { performerIn } from "#terminal/performer.ts";
import { givenOf, placesGiven, printJson } from "#terminal/options.ts";
import type { ContextOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";
import { resultText } from "#terminal/result-text.ts";
import { rowTable } from "#terminal/row-table.ts";

type RunOptions = ContextOptions & { readonly refresh?: true };

/** Runs a runbook in this process; exit status 0 for a match, 1 for anything else that was found, 2 when refused. */
export async function runbookRun(id: string, options: RunOptions): Promise<void> {
  let context: FilterContext | null = null;
  let run: LoneRun | null = null;
  try {
    const config = await loadConfig(options.config);
    const runbooks = await loadRunbooks(config);
    const runbook = runbooks.get(id);
    if (!runbook) {
      throw new UsageError(`There is no runbook "${id}".${suggestion(id, [...runbooks.keys()])}`, [
        "runbook",
      ]);
    }
    const stale = staleSentence(runbook, DateTime.now().setZone(config.timezone).toISODate() ?? "");
    if (stale) process.stderr.write(printable(`! ${stale}\n`));
    const request = resolveRequest(runbook, givenOf(options), config, DateTime.now());
    context = request.context;
    warmDrawing();
    run = new LoneRun(runbook, request, `${commandLine} (${typist()})`);
    const detail = { runbook: id, sha256: runbook.sha256 };
    const [performer] = await Promise.all([
      performerIn(options.data, config),
      journal(options.data, typed("run.start", run.id, detail)),
    ]);
    const outcomes = await performed(run, { runbook, request }, performer, options);
    const result = resultOf(id, context, outcomes, join(options.data, "artifacts"));
    if (options.json) printJson({ ...result, run: run.id });
    else process.stdout.write(`\n${resultText(comparisonsIn(outcomes), result)}`);
    process.exitCode = statusOf(result);
  } catch (error) {
    if (options.json && (error instanceof UsageError || error instanceof ConfigError)) {
      const fields = error instanceof UsageError ? error.fields : [];
      const refusal = refusalOf(id, context, { fields, message: error.message });
      printJson({ ...refusal, run: run?.id ?? null });
    }
    throw error;
  }
}

/** Does the steps, and keeps the run however it ended, so that it can be packaged. */
async function performed(
  run: LoneRun,
  { runbook, request }: { readonly runbook: Runbook; readonly request: Request },
  performer: Performer,
  options: RunOptions,
): Promise<StepOutcome[]> {
  const { data, refresh } = options;
  try {
    return await performAll(runbook, request, performer, {
      run,
      refresh: refresh ?? false,
      onStep(step, outcome) {
        if (!outcome) return;
        const line = `${marks[outcome.status]} ${step.title}: ${outcome.summary}\n`;
        process.stderr.write(printable(line));
        if (step.kind === "check") process.stderr.write(recordsOf(outcome));
      },
    });
  } finally {
    await keepRun(data, run.record());
    const { id } = run;
    const sealing = `npx countercheck evidence package ${id}${placesGiven(options)}`;
    process.stderr.write(`Kept as run ${id}: ${sealing} seals it.\n`);
  }
}

const marks = { complete: "✓", attention: "!", failed: "✗", skipped: "–" } as const;

/** The records that a check found, which nothing else here would show. */
function recordsOf({ report }: StepOutcome): string {
  return report.map((item) => (item.kind === "table" ? `${rowTable(item)}\n` : "")).join("");
}

function statusOf({ verdict }: RunResult): number {
  return verdict === "match" ? 0 : 1;
}
