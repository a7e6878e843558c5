import type { DateTime } from "luxon";

import { closedDatasets, draftClose } from "#cadence/close/draft.ts";
import type { Draft } from "#cadence/close/draft.ts";
import { readinessCheck } from "#cadence/close/readiness.ts";
import type { ReadExport, ReadExports } from "#cadence/close/sheet-lines.ts";
import { gather } from "#cadence/gather.ts";
import type { Config, ConfiguredSource } from "#config.ts";
import { SourceError, UsageError } from "#errors.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { engineFault } from "#exports/engine-faults.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { openWorkbench } from "#exports/workbench.ts";
import type { Dataset } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { assertClosed, parseWindow } from "#model/window.ts";
import type { Window } from "#model/window.ts";
import { suggestion } from "#nearest.ts";
import { useRates } from "#runs/rates-used.ts";

/** Without these there is nothing to close. */
const needed: ReadonlySet<Dataset> = new Set(["commissions", "payouts"]);

export interface DraftingParts {
  readonly config: Config;
  readonly artifacts: ArtifactStore;
  /** Where the engine spills and writes scratch files. */
  readonly scratchFolder: string;
}

/** Reads `2026-10`, a month that is over in the reporting timezone; anything else is a UsageError. */
export function readMonth(
  text: string,
  { timezone }: Pick<Config, "timezone">,
  now: DateTime,
): Window {
  if (!/^\d{4}-\d{2}$/.test(text)) {
    throw new UsageError(`"${text}" is not a month; write it like 2026-10.`, ["month"]);
  }
  const window = parseWindow(text, timezone);
  assertClosed(window, now);
  return window;
}

/** The source that was named, else every one that exports commissions and payouts; a UsageError where there is none. */
export function sourcesToClose(id: string | undefined, config: Config): ConfiguredSource[] {
  const { sources, file } = config;
  if (id !== undefined) {
    const found = sources.get(id);
    if (found) return [found];
    throw new UsageError(`There is no source "${id}".${suggestion(id, [...sources.keys()])}`, [
      "source",
    ]);
  }
  const able = [...sources.values()].filter(({ kind, settings }) => {
    const datasets = kind.datasets(settings);
    return datasets.includes("commissions") && datasets.includes("payouts");
  });
  if (able.length > 0) return able;
  throw new UsageError(
    `No source in ${file} exports commissions and payouts, so no month can be closed; configure both for one.`,
    ["source"],
  );
}

/** The whole month of a source: every program and status, in the reporting currency. */
function monthContext(window: Window, { currency }: Pick<Config, "currency">): FilterContext {
  const scope = { workspace: null, campaign: null, link: null, program: null, partner: null };
  const { from, to, timezone } = window;
  const days = { from, to, timezone };
  return { ...scope, ...days, statuses: null, currency, date_basis: "event", cost_model: null };
}

/** Captures a source's month and drafts its sheets. */
export async function draftSource(
  { config, artifacts, scratchFolder: folder }: DraftingParts,
  source: ConfiguredSource,
  { window, at }: { readonly window: Window; readonly at: DateTime },
): Promise<Draft> {
  const context = monthContext(window, config);
  const find = findFilesFrom(config.folder);
  const { signal } = new AbortController();
  const world = { find, fetch: globalThis.fetch, signal };
  const bench = await openWorkbench({ folder, artifacts });
  try {
    const datasets = closedDatasets;
    const gathering = { bench, artifacts, folder, world, source, datasets, context, at };
    const found = await gather(gathering);
    const exports: Partial<Record<Dataset, ReadExport>> = {};
    const leftOut: string[] = [];
    for (const dataset of datasets) {
      const gathered = found.gathered[dataset];
      const table = found.tables[dataset];
      if (!gathered) continue;
      if ("fault" in gathered) {
        const { fault } = gathered;
        const isTheirs = fault instanceof UsageError || fault instanceof SourceError;
        if (!isTheirs || needed.has(dataset)) throw fault;
        leftOut.push(`The ${dataset} could not be had: ${fault.message}`);
      } else if (table) exports[dataset] = { manifest: gathered.manifest, table };
    }
    const startedAt = at.toUTC().toISO() ?? "";
    const input = { source: source.id, runbook: "close", context, startedAt };
    const rates = await useRates(bench, config, { find, artifacts, input });
    const read: ReadExports = exports;
    return await draftClose({
      bench,
      source: source.id,
      context,
      exports: read,
      rates,
      sourceTimezone: found.timezone,
      readiness: await readinessCheck(config),
      leftOut,
    });
  } catch (error) {
    throw engineFault(error, folder);
  } finally {
    await bench.close();
  }
}
