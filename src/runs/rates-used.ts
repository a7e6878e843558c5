import type { Config } from "#config.ts";
import { UsageError } from "#errors.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { loadRates } from "#exports/rates.ts";
import type { Workbench } from "#exports/workbench.ts";
import type { EvidenceFile } from "#model/report.ts";
import { evidenceName } from "#runs/evidence-name.ts";
import type { SourceWorld } from "#source.ts";

export interface RatesUsed {
  /** The table they are in; null when the configuration names none. */
  readonly table: string | null;
  readonly files: readonly EvidenceFile[];
}

export const noRates: RatesUsed = { table: null, files: [] };

/** Keeps the rates files as they are now, since they are part of the judgement, and reads what was kept. */
export async function useRates(
  bench: Workbench,
  { rates, file: configFile }: Config,
  world: {
    readonly find: SourceWorld["find"];
    readonly artifacts: ArtifactStore;
    readonly input: Parameters<typeof evidenceName>[0];
  },
): Promise<RatesUsed> {
  if (rates === null) return noRates;
  const { find, artifacts, input } = world;
  const files: EvidenceFile[] = [];
  const kept: { name: string; path: string }[] = [];
  for (const { name, path } of await find(".", rates)) {
    const wanted = evidenceName(input, `rates-${files.length + 1}`, "csv");
    const artifact = await artifacts.put(wanted, { path });
    files.push({ kind: "rates", title: name, rows: null, ...artifact });
    kept.push({ name, path: await artifacts.pathOf(artifact.file) });
  }
  if (files.length > 0) return { table: await loadRates(bench, kept), files };
  throw new UsageError(
    `No rates file matches ${rates}; put it there or change rates.files in ${configFile}.`,
  );
}
