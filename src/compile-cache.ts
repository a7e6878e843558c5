import { constants, enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../node_modules/.cache/countercheck", import.meta.url));

/** Keeps modules compiled from one start to the next, worker threads and child processes too; does nothing where nothing may be written. */
export function keepCompiled(): void {
  const { status } = enableCompileCache(folder);
  if (status !== constants.compileCacheStatus.ENABLED) return;
  // oxlint-disable-next-line node/no-process-env -- written, never read: it is how threads and child processes are told
  process.env["NODE_COMPILE_CACHE"] = folder;
}
