import { DateTime } from "luxon";

import type { Config, ConfiguredSource } from "#config.ts";
import { datasetsOf } from "#cadence/check-plan.ts";
import type { PlannedCheck } from "#cadence/check-plan.ts";
import { gather } from "#cadence/gather.ts";
import type { GatheredSource } from "#cadence/gather.ts";
import { judgeCheck, sentenceOf, unmeasured } from "#cadence/judge.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { engineFault } from "#exports/engine-faults.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { openWorkbench } from "#exports/workbench.ts";
import type { Workbench } from "#exports/workbench.ts";
import type { CheckResult } from "#model/check-result.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { JudgedCheck, JudgedExport } from "#model/judged-check.ts";
import { periodsBefore } from "#model/period.ts";
import type { Period } from "#model/period.ts";
import { assertClosed } from "#model/window.ts";
import { useRates } from "#runs/rates-used.ts";

/** Where checks are judged. */
export interface JudgingParts {
  readonly config: Config;
  readonly artifacts: ArtifactStore;
  /** Where the engine spills and writes scratch files. */
  readonly scratchFolder: string;
  readonly threads?: number;
  readonly fetch?: typeof fetch;
  /** Milliseconds between the tries of a source that fails us. */
  readonly waits?: readonly number[];
  /** Told of everything that made a result an `error`, with the check it is of. */
  readonly onFault?: (fault: unknown, check: string) => void;
}

export interface Judging {
  readonly plan: readonly PlannedCheck[];
  readonly sources: readonly ConfiguredSource[];
  readonly period: Period;
  /** What the exports are named after, and where a killed judging is done again the same. */
  readonly at: DateTime;
  readonly signal: AbortSignal;
  /** Told of each conclusion as it is reached. */
  readonly onJudged?: (judged: JudgedCheck) => Promise<void> | void;
}

/** Gathers every source's exports once and judges all planned checks on them; a window that is not closed is a UsageError. */
export async function judgeAll(parts: JudgingParts, judging: Judging): Promise<JudgedCheck[]> {
  // What is due as its window ends is judged by whoever takes it up, though that clock be a moment behind.
  assertClosed(judging.period, DateTime.max(DateTime.utc(), judging.at));
  const judged: JudgedCheck[] = [];
  for (const source of judging.sources) {
    for await (const one of judgeSource(parts, source, judging)) {
      judged.push(one);
      await judging.onJudged?.(one);
    }
  }
  return judged;
}

async function* judgeSource(
  parts: JudgingParts,
  source: ConfiguredSource,
  judging: Judging,
): AsyncGenerator<JudgedCheck> {
  const { config, artifacts, scratchFolder: folder, threads } = parts;
  const { plan, period, at, signal } = judging;
  const bench = await openWorkbench({ folder, artifacts, ...(threads ? { threads } : {}) });
  const interrupt = (): void => bench.connection.interrupt();
  signal.addEventListener("abort", interrupt);
  try {
    const find = findFilesFrom(config.folder);
    const world = { find, fetch: parts.fetch ?? globalThis.fetch, signal };
    const context = wideContext(config, judging);
    const datasets = datasetsOf(plan);
    const { waits } = parts;
    const found = await gather({
      bench,
      artifacts,
      world,
      source,
      datasets,
      context,
      at,
      folder,
      waits,
    });
    const rates = await ratesFor(bench, parts, { find, source, period, context, at, signal });
    for (const planned of plan) {
      signal.throwIfAborted();
      const onFault = (fault: unknown): void => parts.onFault?.(fault, planned.id);
      if (rates instanceof Error) onFault(rates);
      const result =
        rates instanceof Error
          ? unmeasured("error", sentenceOf(rates))
          : await conclude(bench, { planned, found, rates, source, period, context, onFault });
      // What was broken off is no error of the check.
      signal.throwIfAborted();
      yield told(planned, result, { source, period, found, config });
    }
  } catch (error) {
    throw engineFault(error, folder);
  } finally {
    signal.removeEventListener("abort", interrupt);
    await bench.close();
  }
}

/** The whole source over every window that a check looks at. */
function wideContext(config: Config, { plan, period }: Judging): FilterContext {
  const most = Math.max(0, ...plan.map(({ check }) => check.looksBack ?? 0));
  const { from } = periodsBefore(period, most).at(-1) ?? period;
  const scope = { workspace: null, campaign: null, link: null, program: null, partner: null };
  const { currency } = config;
  return {
    ...scope,
    from,
    to: period.to,
    timezone: period.timezone,
    statuses: null,
    currency,
    date_basis: "event",
    cost_model: null,
  };
}

/** The table of rates, null without any; an error is every check's that is about money, and of the rest too. */
async function ratesFor(
  bench: Workbench,
  { config, artifacts }: JudgingParts,
  of: {
    readonly find: ReturnType<typeof findFilesFrom>;
    readonly source: ConfiguredSource;
    readonly period: Period;
    readonly context: FilterContext;
    readonly at: DateTime;
    readonly signal: AbortSignal;
  },
): Promise<{ readonly table: string | null } | Error> {
  const startedAt = of.at.toUTC().toISO() ?? "";
  const input = { source: of.source.id, runbook: "checks", context: of.context, startedAt };
  return useRates(bench, config, { find: of.find, artifacts, input }).catch((error: unknown) => {
    of.signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  });
}

function conclude(
  bench: Workbench,
  of: {
    readonly planned: PlannedCheck;
    readonly found: GatheredSource;
    readonly rates: { readonly table: string | null };
    readonly source: ConfiguredSource;
    readonly period: Period;
    readonly context: FilterContext;
    readonly onFault: (fault: unknown) => void;
  },
): Promise<CheckResult> {
  const { planned, found, period, onFault } = of;
  return judgeCheck(planned.check, planned.settings, {
    connection: bench.connection,
    tables: found.tables,
    gathered: found.gathered,
    rates: of.rates.table,
    context: { ...of.context, ...planned.scope, from: period.from, to: period.to },
    period,
    source: of.source.id,
    sourceTimezone: found.timezone,
    onFault,
  });
}

function told(
  { id, check, program, owner }: PlannedCheck,
  result: CheckResult,
  of: {
    readonly source: ConfiguredSource;
    readonly period: Period;
    readonly found: GatheredSource;
    readonly config: Config;
  },
): JudgedCheck {
  const named = datasetsOf([{ check }]);
  const exports = named.flatMap((dataset): JudgedExport[] => {
    const gathered = of.found.gathered[dataset];
    if (!gathered || "fault" in gathered) return [];
    const { name, parts, rows } = gathered.manifest;
    return parts.map(({ sha256, file }) => ({
      name: parts.length > 1 ? file : name,
      sha256,
      rows,
    }));
  });
  const { title, runbook } = check;
  const { currency } = of.config;
  const source = of.source.id;
  return {
    ...result,
    check: id,
    title,
    source,
    program,
    period: of.period,
    currency,
    runbook,
    owner,
    exports,
  };
}
