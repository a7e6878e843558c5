import { access } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { checkCadences } from "#check.ts";
import type { Check } from "#check.ts";
import { loadShelf } from "#shelf.ts";

const checksFolder = fileURLToPath(new URL("../checks", import.meta.url));

/** Every check on the shelf by its id, whichever cadence's folder it lies in. */
export async function loadChecks(folder = checksFolder): Promise<ReadonlyMap<string, Check>> {
  const divisions = await Promise.all(
    checkCadences.map(async (cadence) => {
      const division = join(folder, cadence);
      const isThere = await access(division).then(
        () => true,
        () => false,
      );
      return isThere ? [...(await loadShelf<Check>(division))] : [];
    }),
  );
  return new Map(divisions.flat());
}
