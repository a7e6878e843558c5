import { rm } from "node:fs/promises";

import type { Config, ConfiguredSource } from "#config.ts";
import { SourceError, UsageError } from "#errors.ts";
import { openPart } from "#exports/text-part.ts";
import type { Dataset } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { SourceWorld } from "#source.ts";

/** What an inspection may touch. */
export interface InspectWorld {
  readonly source: SourceWorld;
  readonly context: FilterContext;
  /** A fresh path for a scratch file. */
  readonly scratch: () => string;
}

/** Looks at the head of every file the configured sources hand over as they lie; a sentence for each that a run would refuse. */
export async function inspectSources(config: Config, world: InspectWorld): Promise<string[]> {
  const problems: string[] = [];
  for (const source of config.sources.values()) {
    if (!source.kind.wholeFiles) continue;
    for (const dataset of source.kind.datasets(source.settings)) {
      const problem = await inspect(source, dataset, world);
      if (problem !== null) problems.push(`${source.id}, ${dataset}: ${problem}`);
    }
  }
  if (config.rates !== null) {
    const found = await world.source.find(".", config.rates);
    if (found.length === 0) problems.push(`No rates file matches ${config.rates}; put it there.`);
  }
  return problems;
}

async function inspect(
  { kind, settings }: ConfiguredSource,
  dataset: Dataset,
  { source: world, context, scratch }: InspectWorld,
): Promise<string | null> {
  const scratchFiles: string[] = [];
  const fresh = (): string => {
    scratchFiles.push(scratch());
    return scratchFiles.at(-1) ?? "";
  };
  const layout = kind.layout(dataset, settings);
  try {
    for await (const part of kind.fetch({ dataset, context }, settings, world)) {
      if (!("path" in part)) continue;
      const file = { file: part.name, path: part.path };
      await openPart(file, { dataset, layout, scratch: fresh });
    }
    return null;
  } catch (error) {
    if (error instanceof UsageError || error instanceof SourceError) return error.message;
    throw error;
  } finally {
    await Promise.all(scratchFiles.map((path) => rm(path, { force: true })));
  }
}
