import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

import { DateTime } from "luxon";

import type { Config, ConfiguredSource } from "#config.ts";
import { UsageError } from "#errors.ts";
import { capture } from "#exports/capture.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { engineFault } from "#exports/engine-faults.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import type { Ingested } from "#exports/ingest.ts";
import { openWorkbench } from "#exports/workbench.ts";
import { weeksLearned } from "#model/arrivals.ts";
import type { Dataset } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { ProgramReading } from "#model/program-loss.ts";
import { dateFlag } from "#reconcile/sql.ts";
import { patience, withRetries } from "#runs/retries.ts";
import { lossTables, readingsIn } from "#watch/loss/loss-tables.ts";
import { outagesOfProgram } from "#watch/loss/what-is-lost.ts";
import type { AtSource } from "#watch/loss/what-is-lost.ts";

export interface ReadingParts {
  readonly config: Pick<Config, "folder" | "timezone" | "currency" | "sources">;
  /** Where exports lie while they are read; nothing of them is kept. */
  readonly scratchFolder: string;
  readonly signal: AbortSignal;
  /** Milliseconds between the tries of a source that fails us. */
  readonly waits?: readonly number[];
}

/** How conversions of the programs that an outage concerns have come in, read from an export of this moment. */
export async function readPrograms(
  lost: AtSource,
  now: DateTime,
  parts: ReadingParts,
): Promise<ProgramReading[]> {
  const { config, scratchFolder } = parts;
  const source = config.sources.get(lost.source);
  if (!source) throw new UsageError(`There is no source ${lost.source} any more.`);
  const times = [...lost.outages.values()].flat();
  const began = DateTime.fromMillis(Math.min(...times.map(({ from }) => from)), { zone: "utc" });
  await mkdir(scratchFolder, { recursive: true });
  const folder = await mkdtemp(join(resolve(scratchFolder), "loss-"));
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  // It is not urgent: what people wait for goes first.
  const bench = await openWorkbench({ folder, artifacts, memory: "400MB", threads: 1 });
  const read = async (dataset: Dataset): Promise<Ingested> => {
    const world = {
      find: findFilesFrom(config.folder),
      fetch: globalThis.fetch,
      signal: parts.signal,
    };
    const request = { source, dataset, context: contextOf(config, began, now), at: now };
    const attempt = () => capture({ artifacts, source: world }, request);
    const captured = await withRetries(attempt, parts.waits ?? patience, parts.signal);
    return bench.ingest(captured, source.kind.layout(dataset, source.settings));
  };
  try {
    const conversions = await read("conversions");
    const { connection } = bench;
    if ((await dateFlag(connection, conversions.table, "occurred_at")) !== "false") {
      throw new UsageError(
        `${source.id} says only on which day a conversion was made, so what an outage of hours cost cannot be told.`,
      );
    }
    const named = [...lost.outages.keys()];
    if (!conversions.available.includes("program_id") && !named.includes(null)) {
      throw new UsageError(
        `${source.id} exports conversions without program_id, so those of ${named.join(", ")} cannot be told apart; leave program out of the endpoint.`,
      );
    }
    const commissions = await readable(source, () => read("commissions"));
    await lossTables(connection, { conversions, commissions, named, began, now });
    const found = await readingsIn(connection, (program) => outagesOfProgram(lost, program));
    return [...found, ...silentOf(named, found)];
  } catch (error) {
    throw engineFault(error, folder);
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Programs of which there is nothing: so it is known of them, and not asked for again. */
function silentOf(
  named: readonly (string | null)[],
  found: readonly ProgramReading[],
): ProgramReading[] {
  const known = new Set(found.map(({ program }) => program));
  return named.flatMap((program) =>
    program === null || known.has(program)
      ? []
      : [{ program, first: 0, hours: [], worth: [], partners: [] }],
  );
}

/** Commissions where there are any to be had: without them a loss has no commission, but is a loss. */
async function readable(
  { kind, settings }: ConfiguredSource,
  read: () => Promise<Ingested>,
): Promise<Ingested | null> {
  if (!kind.datasets(settings).includes("commissions")) return null;
  const found = await read();
  return found.available.includes("conversion_id") ? found : null;
}

function contextOf(
  { timezone, currency }: ReadingParts["config"],
  began: DateTime,
  now: DateTime,
): FilterContext {
  const day = (at: DateTime): string => at.setZone(timezone).toISODate() ?? "";
  return {
    workspace: null,
    campaign: null,
    link: null,
    program: null,
    partner: null,
    from: day(began.minus({ weeks: weeksLearned + 1, days: 1 })),
    to: day(now),
    timezone,
    statuses: null,
    currency,
    date_basis: "event",
    cost_model: null,
  };
}
