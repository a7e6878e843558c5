import { execFile } from "node:child_process";
import { mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const unfinished = ".state-";

/** The folder of the embedded database, made on first use: it exists whole or not at all, whenever the process is killed. */
export async function stateFolder(dataFolder: string): Promise<string> {
  const folder = join(dataFolder, "state");
  for (const name of await readdir(dataFolder)) {
    if (name.startsWith(unfinished)) await sweep(join(dataFolder, name));
  }
  const exists = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const fresh = await mkdtemp(join(dataFolder, unfinished));
    await initialise(fresh);
    await rename(fresh, folder);
  }
  return folder;
}

/** What a killed start left; its child may write on for a moment, and what is left again is swept next time. */
async function sweep(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** Initialising takes 250 MB that a process never gives back, so one of its own does it. */
async function initialise(folder: string): Promise<void> {
  const worker = fileURLToPath(new URL("./state-worker.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [worker, folder]);
}
