import { rm } from "node:fs/promises";

import { onTestFinished } from "vitest";

import { stepWorlds } from "#runs/step-world.ts";
import type { StepInput, StepWorld } from "#step.ts";
import { smallProgram } from "../runs/program.ts";
import { inputOf } from "./worlds.ts";

/** The world of a small program with further exports, by dataset; gone when the test is over. */
export async function realWorld(
  files: Readonly<Record<string, string>>,
  input: StepInput = inputOf(),
): Promise<StepWorld> {
  const names = Object.keys(files).filter((name) => !["commissions", "payouts"].includes(name));
  const yaml = names.map((name) => `      ${name}: { files: '${name}*.csv' }\n`).join("");
  const program = await smallProgram(yaml);
  for (const [name, text] of Object.entries(files)) {
    await program.write(`exports/${name}.csv`, text);
  }
  const worlds = stepWorlds(program.parts);
  onTestFinished(async () => {
    await worlds.release(input.runId);
    await rm(program.folder, { recursive: true });
  });
  return worlds.open(input, new AbortController().signal);
}
