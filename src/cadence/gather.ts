import type { DateTime } from "luxon";

import type { ConfiguredSource } from "#config.ts";
import type { Gathered } from "#cadence/judge.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { capture } from "#exports/capture.ts";
import { engineFault } from "#exports/engine-faults.ts";
import type { Workbench } from "#exports/workbench.ts";
import type { Dataset } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { patience, withRetries } from "#runs/retries.ts";
import type { SourceWorld } from "#source.ts";

export interface GatherInput {
  readonly bench: Workbench;
  readonly artifacts: ArtifactStore;
  readonly world: SourceWorld;
  readonly source: ConfiguredSource;
  readonly datasets: readonly Dataset[];
  /** Wide enough for every check: whole scope, all statuses, the widest window. */
  readonly context: FilterContext;
  /** The instant the exports are named after. */
  readonly at: DateTime;
  /** Where the engine spills. */
  readonly folder: string;
  /** Milliseconds between the tries of a source that fails us. */
  readonly waits?: readonly number[] | undefined;
}

export interface GatheredSource {
  readonly gathered: Readonly<Partial<Record<Dataset, Gathered>>>;
  readonly tables: Readonly<Partial<Record<Dataset, IngestedTable>>>;
  /** The zone in which the source reads its days. */
  readonly timezone: string;
}

/** Captures each dataset once, however many checks look at it; one that cannot be had stands in the way of its own checks only. */
export async function gather(input: GatherInput): Promise<GatheredSource> {
  const { bench, artifacts, world, source, context, at } = input;
  const exported = source.kind.datasets(source.settings);
  const gathered: Partial<Record<Dataset, Gathered>> = {};
  const tables: Partial<Record<Dataset, IngestedTable>> = {};
  let timezone = "UTC";
  for (const dataset of input.datasets) {
    if (!exported.includes(dataset)) continue;
    try {
      const layout = source.kind.layout(dataset, source.settings);
      const request = { source, dataset, context, at };
      const attempt = () => capture({ artifacts, source: world }, request);
      const captured = await withRetries(attempt, input.waits ?? patience, world.signal);
      const { manifest, available, table } = await bench.ingest(captured, layout);
      gathered[dataset] = { manifest, available };
      tables[dataset] = { table, available };
      ({ timezone } = layout);
    } catch (error) {
      world.signal.throwIfAborted();
      gathered[dataset] = { fault: engineFault(error, input.folder) };
    }
  }
  return { gathered, tables, timezone };
}
