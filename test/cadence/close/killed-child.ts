import { promises } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

import { loadConfig } from "#config.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { closeOctober } from "./closing.ts";

/** Closes October in a folder, and is killed before or after a file comes to stand under a name like this. */
const [folder = "", when = "", name = ""] = process.argv.slice(2);
const { rename } = promises;
promises.rename = async (from, to) => {
  const isIt = String(to).includes(name);
  if (isIt && when === "before") process.kill(process.pid, "SIGKILL");
  await rename(from, to);
  if (isIt && when === "after") process.kill(process.pid, "SIGKILL");
};
syncBuiltinESMExports();

const config = await loadConfig(join(folder, "countercheck.yml"));
const artifacts = await openDiskArtifacts(join(folder, "data", "artifacts"));
const scratchFolder = join(folder, "data", "scratch");
await closeOctober({ config, parts: { config, artifacts, scratchFolder } }, join(folder, "books"));
