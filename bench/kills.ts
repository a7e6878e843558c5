import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { shelfIds } from "#shelf.ts";
import { writeDemo } from "#sandbox/demo/index.ts";

import { goOn, goOnKilled } from "./killed-run.ts";

const { values } = parseArgs({ options: { runbook: { type: "string" } } });
const shelf = fileURLToPath(new URL("../src/runbooks/", import.meta.url));
const temporary = await mkdtemp(join(tmpdir(), "kills-"));
const folder = join(temporary, "demo");
let differing = 0;
try {
  await writeDemo({ folder, month: "2026-10" });
  for (const runbook of values.runbook ? [values.runbook] : await shelfIds(shelf, ".yml")) {
    const peace = await goOn({ folder, data: join(temporary, `${runbook}-peace`), runbook });
    if (!peace) throw new Error(`${runbook} was killed by somebody else`);
    let kills = 0;
    let same = true;
    for (const moment of ["before", "after"]) {
      const data = join(temporary, `${runbook}-${moment}`);
      const stops = peace.boundaries.map((boundary) => `${moment}:${boundary}`);
      const { ended, ...killed } = await goOnKilled({ folder, data, runbook }, stops);
      kills += killed.kills;
      if (ended?.root === peace.root && ended.status === peace.status) continue;
      same = false;
      console.log(`${runbook}, killed ${moment} each: ${ended?.status}, root ${ended?.root}`);
    }
    if (!same) differing += 1;
    console.log(
      `${runbook.padEnd(26)} ${String(kills).padStart(3)} kills at ${peace.boundaries.length} boundaries, ${peace.items} items, ${same ? "the same" : "not the"} root ${peace.root.slice(0, 16)}`,
    );
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}
process.exitCode = differing === 0 ? 0 : 1;
