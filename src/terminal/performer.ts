import { join } from "node:path";

import type { Config } from "#config.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { sweepWorkbenches } from "#exports/workbench.ts";
import type { Performer } from "#runs/perform.ts";
import { openPerformer } from "#runs/shelves.ts";

/** A workbench this old, in milliseconds, was left by a killed run: others may be at work beside us. */
const abandoned = 24 * 60 * 60 * 1000;

/** A performer that keeps its artifacts in a data folder, beside a bot that may be at work on the same one. */
export async function performerIn(data: string, config: Config): Promise<Performer> {
  const artifacts = await openDiskArtifacts(join(data, "artifacts"));
  const scratchFolder = join(data, "scratch", "terminal");
  await sweepWorkbenches(scratchFolder, Date.now() - abandoned);
  return openPerformer({ config, artifacts, scratchFolder });
}
