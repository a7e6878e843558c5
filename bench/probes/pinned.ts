import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

const isPossible =
  availableParallelism() > 1 &&
  spawnSync("taskset", ["--version"], { stdio: "ignore" }).status === 0;

/** A command that stays on one core, where the system lets us say so. */
export function pinned(
  core: number,
  command: string,
  words: readonly string[],
): [string, readonly string[]] {
  return isPossible ? ["taskset", ["-c", String(core), command, ...words]] : [command, words];
}
