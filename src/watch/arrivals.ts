import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

import { DateTime } from "luxon";

import type { Config } from "#config.ts";
import { UsageError } from "#errors.ts";
import { capture } from "#exports/capture.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { engineFault } from "#exports/engine-faults.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { openWorkbench } from "#exports/workbench.ts";
import { expectedSince, weeksLearned } from "#model/arrivals.ts";
import { datasetNames } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import type { FilterContext, Scope } from "#model/filter-context.ts";
import type { Arrivals } from "#probe.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { dateFlag, identifier, inScope, literal, rowsOf } from "#reconcile/sql.ts";

export interface ArrivalsParts {
  readonly config: Pick<Config, "folder" | "timezone" | "currency" | "sources">;
  /** Where an export lies while it is read; nothing of it is kept. */
  readonly scratchFolder: string;
  readonly signal: AbortSignal;
}

/** Of a dataset's times, the one that says when a record came to be. */
const times = ["occurred_at", "created_at", "initiated_at", "paid_at", "changed_at", "captured_at"];

/** How records of a dataset have come in, read from an export of this moment. */
export async function arrivalsOf(
  source: string | null,
  asked: { readonly dataset: string; readonly scope: Readonly<Record<string, string>> },
  parts: ArrivalsParts,
): Promise<Arrivals> {
  const { config, scratchFolder, signal } = parts;
  // Where there is only one, it is meant.
  const [only, ...others] = config.sources.keys();
  const exporting = config.sources.get(source ?? (others.length === 0 ? only : undefined) ?? "");
  const dataset = datasetNames.find((name) => name === asked.dataset);
  if (!exporting || !dataset) {
    throw new UsageError(
      `say whose ${asked.dataset} are meant: source, one of ${[...config.sources.keys()].join(", ")}.`,
    );
  }
  if (!exporting.kind.datasets(exporting.settings).includes(dataset)) {
    throw new UsageError(`${exporting.id} does not export ${dataset}.`);
  }
  const now = DateTime.utc();
  const context = contextOf(asked.scope, config, now);
  await mkdir(scratchFolder, { recursive: true });
  const folder = await mkdtemp(join(resolve(scratchFolder), "arrivals-"));
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  const bench = await openWorkbench({ folder, artifacts });
  try {
    const world = { find: findFilesFrom(config.folder), fetch: globalThis.fetch, signal };
    const request = { source: exporting, dataset, context, at: now };
    const captured = await capture({ artifacts, source: world }, request);
    const layout = exporting.kind.layout(dataset, exporting.settings);
    const { table, available } = await bench.ingest(captured, layout);
    return await measured(bench.connection, { dataset, table, available }, context, now);
  } catch (error) {
    throw engineFault(error, folder);
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function contextOf(
  given: Readonly<Record<string, string>>,
  { timezone, currency }: ArrivalsParts["config"],
  now: DateTime,
): FilterContext {
  const scope: Scope = {
    workspace: null,
    campaign: null,
    link: null,
    program: null,
    partner: null,
  };
  const day = (at: DateTime): string => at.setZone(timezone).toISODate() ?? "";
  return {
    ...scope,
    ...given,
    from: day(now.minus({ weeks: weeksLearned + 1 })),
    to: day(now),
    timezone,
    statuses: null,
    currency,
    date_basis: "event",
    cost_model: null,
  };
}

async function measured(
  connection: Awaited<ReturnType<typeof openWorkbench>>["connection"],
  { dataset, ...ingested }: IngestedTable & { readonly dataset: Dataset },
  context: FilterContext,
  now: DateTime,
): Promise<Arrivals> {
  const { table, available } = ingested;
  const column = times.find((name) => available.includes(name));
  if (column === undefined) {
    throw new UsageError(`the export of ${dataset} does not say when its records came to be.`);
  }
  const isDate = await dateFlag(connection, table, column);
  const at = identifier(column);
  const until = literal(now.toFormat("yyyy-MM-dd HH:mm:ss"));
  // A canary's conversion is nobody's.
  const isReal = available.includes("order_id")
    ? "coalesce(record.order_id, '') NOT LIKE 'CANARY-%'"
    : "true";
  const records = `SELECT ${at} AS moment FROM ${identifier(table)} AS record
    WHERE ${inScope(dataset, ingested, context, "record")} AND ${at} IS NOT NULL AND ${isReal}`;
  const [all] = await rowsOf(
    connection,
    `SELECT strftime(max(moment), '%Y-%m-%dT%H:%M:%SZ') AS newest,
      strftime(max(moment) FILTER (moment <= TIMESTAMP ${until}), '%Y-%m-%dT%H:%M:%SZ') AS heard,
      count(*) FILTER (moment > TIMESTAMP ${until} - INTERVAL 1 DAY) AS recent FROM (${records})`,
  );
  const instantIn = (name: string): string | null =>
    typeof all?.[name] === "string" ? all[name] : null;
  const [newestAt, heardAt] = [instantIn("newest"), instantIn("heard")];
  const recent = Number(all?.["recent"] ?? 0);
  // A calendar day says nothing of the hour.
  if (heardAt === null || isDate !== "false") {
    return { newestAt, heardAt, recent, expectedSince: null };
  }
  const rows = await rowsOf(
    connection,
    `SELECT CAST(floor(epoch(moment) / 3600) AS BIGINT) AS hour, count(*) AS count FROM (${records})
      WHERE moment <= TIMESTAMP ${until}
        AND moment > TIMESTAMP ${until} - INTERVAL ${7 * (weeksLearned + 1)} DAY GROUP BY ALL`,
  );
  const hours = new Map(rows.map(({ hour, count }) => [Number(hour), Number(count)]));
  const newest = DateTime.fromISO(heardAt, { zone: "utc" });
  const { timezone } = context;
  const expected = expectedSince(hours, { newest, now, timezone });
  return { newestAt, heardAt, recent, expectedSince: expected };
}
