import { join } from "node:path";

import { DateTime } from "luxon";
import type { Logger } from "pino";

import type { Config } from "#config.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { scanIds } from "#exports/scan-ids.ts";
import { openWorkbench } from "#exports/workbench.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { parameterNames } from "#runbook.ts";
import { noteIds } from "#runs/known-ids.ts";
import { resolveRequest } from "#runs/parameters.ts";
import type { Store } from "#store/store.ts";

/** What is looked through when the program starts. */
export interface RememberParts {
  readonly config: Config;
  readonly store: Pick<Store, "db">;
  readonly artifacts: ArtifactStore;
  readonly scratchFolder: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Looks the configured files through once, so that forms can complete ids before the first run; what fails is only logged. */
export async function rememberIds(parts: RememberParts): Promise<void> {
  const { config, store, artifacts, scratchFolder, log, signal } = parts;
  const folder = join(scratchFolder, "ids");
  // The files lie beside the configuration, wherever their folder is.
  const reading = { ...artifacts, folders: ["/"] };
  const bench = await openWorkbench({ folder, artifacts: reading, memory: "200MB", threads: 1 });
  const any = { id: "start", parameters: [...parameterNames] };
  try {
    for (const [id, source] of config.sources) {
      if (signal.aborted) return;
      const { context } = resolveRequest(any, { source: id }, config, DateTime.now());
      const world = {
        source: { find: findFilesFrom(config.folder), fetch: globalThis.fetch, signal },
        context,
        scratch: bench.scratch,
      };
      await noteIds(store.db, id, await scanIds(source, bench, world));
    }
  } catch (error) {
    log.warn({ said: String(error) }, "ids could not be looked up for completion");
  } finally {
    await bench.close();
  }
}
