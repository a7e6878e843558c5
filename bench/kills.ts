import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { shelfIds } from "#shelf.ts";
import { writeDemo } from "#sandbox/demo/index.ts";

const { values } = parseArgs({ options: { runbook: { type: "string" } } });

const child = fileURLToPath(new URL("kills-child.ts", import.meta.url));
const shelf = fileURLToPath(new URL("../src/runbooks/", import.meta.url));

interface Ended {
  readonly states: readonly string[];
  readonly status: string;
  readonly root: string;
  readonly items: number;
}

/** What a process that ends by itself prints; null for one that was killed. */
function run(args: readonly string[]): Promise<Ended | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended | null>();
  const process_ = spawn(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    child,
    ...args,
  ]);
  let [printed, said] = ["", ""];
  process_.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  process_.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  process_.on("close", (code, signal) => {
    if (signal === "SIGKILL") resolve(null);
    else if (code === 0) resolve(JSON.parse(printed) as Ended);
    else reject(new Error(`${args.join(" ")} exited ${code}: ${said}`));
  });
  return promise;
}

const folder = await mkdtemp(join(tmpdir(), "kills-"));
try {
  const demo = join(folder, "demo");
  await writeDemo({ folder: demo, month: "2026-10" });
  const all = values.runbook ? [values.runbook] : await shelfIds(shelf, ".yml");
  for (const id of all) {
    const peace = await run([demo, join(folder, `${id}-peace`), id]);
    if (!peace) throw new Error(`${id} was killed by somebody else`);
    let kills = 0;
    for (const moment of ["before", "after"]) {
      const data = join(folder, `${id}-${moment}`);
      for (const state of peace.states) {
        if ((await run([demo, data, id, `${moment}:${state}`])) === null) kills += 1;
      }
      const last = await run([demo, data, id]);
      if (last?.root !== peace.root || last.status !== peace.status) {
        throw new Error(`${id}, killed ${moment} each state: ${last?.root} is not ${peace.root}`);
      }
    }
    console.log(
      `${id.padEnd(26)} ${String(kills).padStart(3)} kills at ${peace.states.length} boundaries, ${peace.items} items, the same root ${peace.root.slice(0, 16)}`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
