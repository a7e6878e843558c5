import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { inject } from "vitest";

/** A folder that the first test to need it fills, and that every later one of the run finds; whole or not there at all. */
export async function madeOnce(
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const shared = inject("sharedFolder");
  const folder = join(shared, name);
  if (await exists(folder)) return folder;
  const fresh = await mkdtemp(join(shared, `.${name}-`));
  await fill(fresh);
  await rename(fresh, folder).catch(async (error: unknown) => {
    // Another test was first.
    if (!(await exists(folder))) throw error;
    await rm(fresh, { recursive: true, force: true });
  });
  return folder;
}

function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
