import { DateTime } from "luxon";

import { draftOfRun, signOfRun } from "#cadence/close/run-close.ts";
import { renderPng } from "#charts/png.ts";
import { timelineChart } from "#charts/timeline.ts";
import type { Config, ConfiguredSource } from "#config.ts";
import { UsageError } from "#errors.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { beginCapture } from "#exports/capture.ts";
import { assertComparable } from "#exports/comparability.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { manifestName } from "#exports/naming.ts";
import { seenIds } from "#exports/seen-ids.ts";
import type { Workbench } from "#exports/workbench.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import type { Finding } from "#model/outcome.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { EndpointIncident } from "#model/timeline.ts";
import { gapByDay } from "#reconcile/gap-by-day.ts";
import { overflowFault } from "#reconcile/overflow.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { prepareCostModel } from "#runs/cost-model.ts";
import { evidenceName } from "#runs/evidence-name.ts";
import { queryExports, sheetOf } from "#runs/export-query.ts";
import { gapEvidence } from "#runs/gap-evidence.ts";
import type { Keep } from "#runs/gap-evidence.ts";
import type { SeenIds } from "#runs/known-ids.ts";
import { noRates, useRates } from "#runs/rates-used.ts";
import { unknownScope } from "#runs/unknown-scope.ts";
import { writeRows } from "#runs/row-sheet.ts";
import { Workbenches } from "#runs/workbenches.ts";
import type { StepInput, StepWorld } from "#step.ts";

export interface WorldParts {
  readonly config: Config;
  readonly artifacts: ArtifactStore;
  /** Where workbenches spill and write scratch files. */
  readonly scratchFolder: string;
  /** Threads of each workbench; every core unless given. */
  readonly threads?: number;
  readonly fetch?: typeof fetch;
  /** Remembers the ids an export holds, to complete what people type. */
  readonly noteIds?: (source: string, seen: SeenIds) => Promise<void>;
  /** Seals a run's evidence; nothing to seal with on the command line. */
  readonly seal?: (input: StepInput, reason: string | null) => Promise<EvidenceFile>;
  /** The incidents a run should know of; absent or null where no endpoint is watched. */
  readonly incidents?: (input: StepInput) => Promise<readonly EndpointIncident[] | null>;
  /** `Name <mail>` of a user, as a close is signed; nobody is known by name without it. */
  readonly nameOf?: (user: string) => Promise<string>;
}

export interface StepWorlds {
  open(input: StepInput, signal: AbortSignal): StepWorld;
  /** Closes what a run has open. */
  release(runId: string): Promise<void>;
}

/** Opens for each step the world it may touch: exports are kept in the artifact store and read at the run's workbench. */
export function stepWorlds(parts: WorldParts): StepWorlds {
  const { artifacts, scratchFolder: folder, threads } = parts;
  const benches = new Workbenches({ folder, artifacts, ...(threads ? { threads } : {}) });
  return {
    open: (input, signal) => worldOf(parts, benches, input, signal),
    release: (runId) => benches.close(runId),
  };
}

function worldOf(
  parts: WorldParts,
  benches: Workbenches,
  input: StepInput,
  signal: AbortSignal,
): StepWorld {
  const { config, artifacts } = parts;
  const { runId, context } = input;
  const find = findFilesFrom(config.folder);
  const world = { find, fetch: parts.fetch ?? globalThis.fetch, signal };
  const source = (): ConfiguredSource => {
    const found = config.sources.get(input.source);
    if (found) return found;
    throw new UsageError(`Source ${input.source} is no longer in ${config.file}.`, ["source"]);
  };
  const keep: Keep = async ({ name, ...shown }, content) => {
    return { ...shown, ...(await artifacts.put(name, content)) };
  };

  return {
    signal,

    datasets() {
      const { kind, settings } = source();
      return kind.datasets(settings);
    },

    async collect(dataset, again = 0, everyStatus = false) {
      const from = sourceOf(source(), dataset);
      // A millisecond each tells further captures of one step apart by their names.
      const at = DateTime.fromISO(input.startedAt).plus({ milliseconds: again });
      benches.warm(runId);
      const captured = await beginCapture(
        { artifacts, source: world },
        { source: from, dataset, context, at, everyStatus },
      );
      const layout = from.kind.layout(dataset, from.settings);
      return benches.at(runId, signal, async (bench) => {
        const ingested = await bench.ingest(captured, layout);
        if (parts.noteIds) {
          await parts.noteIds(input.source, await seenIds(bench.connection, ingested));
        }
        return ingested.manifest;
      });
    },

    async reconcile(id, exports) {
      const reconciliation = reconciliations[id];
      if (!reconciliation) throw new Error(`there is no reconciliation "${id}"`);
      return benches.at(runId, signal, async (bench) => {
        const { tables, timezone } = await tablesOf(bench, exports, input);
        const rates = reconciliation.counts
          ? noRates
          : await useRates(bench, config, { find, artifacts, input });
        const { connection } = bench;
        const given = {
          connection,
          tables,
          rates: rates.table,
          context,
          card: input.card,
          sourceTimezone: timezone,
          findings: [
            ...(await unknownScope(connection, tables, context)),
            ...onceEach(exports.flatMap(({ findings }) => findings)),
          ],
        };
        await prepareCostModel(given);
        const { explanation, rowsQuery, dated } = await reconciliation
          .explain(given)
          .catch(async (error: unknown) => {
            throw await overflowFault(error, given);
          });
        const days = dated === null ? [] : await gapByDay(connection, dated, context);
        if (rowsQuery === null) return { explanation, rows: null, rates: rates.files, days };
        const { path, count } = await writeRows(bench, rowsQuery);
        const name = evidenceName(input, `${id}-rows`, "csv");
        const title = "Offending records";
        const rows = await keep({ kind: "rows", title, rows: count, name }, { path });
        return { explanation, rows, rates: rates.files, days };
      });
    },

    query: (sql, exports) =>
      benches.at(runId, signal, async (bench) => {
        const { tables } = await tablesOf(bench, exports, input);
        return queryExports(bench.connection, sql, { tables });
      }),

    keepRows: (sql, exports, title) =>
      benches.at(runId, signal, async (bench) => {
        const { tables } = await tablesOf(bench, exports, input);
        const { path, count } = await sheetOf(bench, sql, tables);
        const name = evidenceName(input, title, "csv");
        return keep({ kind: "rows", title, rows: count, name }, { path });
      }),

    async seal(reason) {
      if (parts.seal) return parts.seal(input, reason);
      throw new UsageError(
        "A run of the command line cannot seal itself: countercheck evidence package does, once it has ended.",
      );
    },

    ...gapEvidence(input, keep),

    draftClose: (exports) =>
      benches.at(runId, signal, async (bench) => {
        const { tables, timezone: sourceTimezone } = await tablesOf(bench, exports, input);
        const rates = await useRates(bench, config, { find, artifacts, input });
        return draftOfRun(parts, input, { bench, rates, sourceTimezone, exports, tables });
      }),

    signClose: (files, signing) => signOfRun(parts, input, files, signing),

    incidents: async () => (await parts.incidents?.(input)) ?? null,

    async drawTimeline(timeline) {
      const data = await renderPng(timelineChart(timeline));
      const name = evidenceName(input, "timeline", "png");
      return keep({ kind: "chart", title: "Timeline", rows: null, name }, { data });
    },

    async keep(kind, title, document) {
      const name =
        kind === "manifest"
          ? manifestName((document as ExportManifest).name)
          : evidenceName(input, title, "json");
      const data = `${JSON.stringify(document, null, 2)}\n`;
      return keep({ kind, title, rows: null, name }, { data });
    },
  };
}

/** What is so of every export is found once. */
function onceEach(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function sourceOf(source: ConfiguredSource, dataset: Dataset): ConfiguredSource {
  const known = source.kind.datasets(source.settings);
  if (known.includes(dataset)) return source;
  throw new UsageError(
    `Source ${source.id} does not export ${dataset}; it exports ${known.join(", ") || "nothing"}. Ask another source, or configure ${source.id} to export it.`,
    ["source"],
  );
}

/** The tables of the last export of each dataset, all of the run's own filter context; one collected before a restart is read again from what was kept. */
async function tablesOf(
  bench: Workbench,
  exports: readonly ExportManifest[],
  { runId, context }: StepInput,
): Promise<{ tables: Partial<Record<Dataset, IngestedTable>>; timezone: string }> {
  const tables: Partial<Record<Dataset, IngestedTable>> = {};
  let timezone = "UTC";
  for (const manifest of exports) {
    assertComparable(manifest, { name: `run ${runId}`, context });
    tables[manifest.dataset] = await bench.ingestAgain(manifest);
    timezone = manifest.layout.timezone;
  }
  return { tables, timezone };
}
