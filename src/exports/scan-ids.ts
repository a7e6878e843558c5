import { rm, stat } from "node:fs/promises";

import type { ConfiguredSource } from "#config.ts";
import type { InspectWorld } from "#exports/inspect.ts";
import { recordsSql } from "#exports/table-sql.ts";
import { openPart } from "#exports/text-part.ts";
import type { TextPart } from "#exports/text-part.ts";
import type { Workbench } from "#exports/workbench.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ScopeField } from "#model/filter-context.ts";
import { scopeFields } from "#model/filter-context.ts";
import { rowsOf } from "#reconcile/sql.ts";

/** Bytes of one dataset looked through when the program starts; what is larger is known after its first run. */
const most = 50_000_000;
const mostIds = 5000;

/** The ids of the scope in the files a source hands over as they lie; a dataset that cannot be read gives none. */
export async function scanIds(
  source: ConfiguredSource,
  bench: Pick<Workbench, "connection">,
  world: InspectWorld,
): Promise<Partial<Record<ScopeField, string[]>>> {
  const ids = new Map<ScopeField, Set<string>>();
  if (!source.kind.wholeFiles) return {};
  for (const dataset of source.kind.datasets(source.settings)) {
    const found = await idsOf(source, dataset, bench, world).catch(() => []);
    for (const [field, id] of found) ids.set(field, (ids.get(field) ?? new Set()).add(id));
  }
  return Object.fromEntries([...ids].map(([field, known]) => [field, [...known].sort()]));
}

async function idsOf(
  { kind, settings }: ConfiguredSource,
  dataset: Dataset,
  { connection }: Pick<Workbench, "connection">,
  { source: world, context, scratch }: InspectWorld,
): Promise<(readonly [ScopeField, string])[]> {
  const layout = kind.layout(dataset, settings);
  const scratchFiles: string[] = [];
  const fresh = (): string => {
    scratchFiles.push(scratch());
    return scratchFiles.at(-1) ?? "";
  };
  const parts: TextPart[] = [];
  let bytes = 0;
  try {
    for await (const part of kind.fetch({ dataset, context }, settings, world)) {
      if (!("path" in part)) return [];
      bytes += (await stat(part.path)).size;
      if (bytes > most) return [];
      const file = { file: part.name, path: part.path };
      parts.push(await openPart(file, { dataset, layout, scratch: fresh }));
    }
    const held = scopeFields.filter((field) =>
      parts.some(({ binding }) => binding.canonical.has(`${field}_id`)),
    );
    const records = recordsSql(parts, { dataset, layout });
    const found: (readonly [ScopeField, string])[] = [];
    for (const field of held) {
      const query = `SELECT DISTINCT ${field}_id AS id FROM (${records}) WHERE id IS NOT NULL LIMIT ${mostIds}`;
      for (const { id } of await rowsOf(connection, query)) found.push([field, String(id)]);
    }
    return found;
  } finally {
    await Promise.all(scratchFiles.map((path) => rm(path, { force: true })));
  }
}
