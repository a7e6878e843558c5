import { rm } from "node:fs/promises";

import { onTestFinished } from "vitest";

import { noCard } from "#model/card.ts";
import type { CardRequest } from "#model/card.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { performAll } from "#runs/perform.ts";
import { resultOf } from "#runs/result.ts";
import type { RunResult } from "#runs/result.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { openPerformer } from "#runs/shelves.ts";
import type { StepOutcome } from "#step.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";

export interface Ran {
  readonly folder: string;
  /** Each step as it ended: `compare: attention, Gap −2, 2 causes`. */
  readonly told: readonly string[];
  readonly outcomes: readonly StepOutcome[];
  readonly result: RunResult;
}

/** Runs a runbook of the shelf, in October unless told otherwise, over the small program and the exports given by dataset, and removes all of it after the test. */
export async function ranOf(
  id: string,
  exports: Readonly<Record<string, string>> = {},
  card: CardRequest = noCard,
  asked: FilterContext = context,
): Promise<Ran> {
  const more = Object.keys(exports).map(
    (dataset) => `      ${dataset}: { files: '${dataset}*.csv' }\n`,
  );
  const program = await smallProgram(more.join(""));
  const { folder, parts } = program;
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [dataset, text] of Object.entries(exports)) {
    await program.write(`exports/${dataset}.csv`, text);
  }
  const runbook = (await loadRunbooks()).get(id);
  if (!runbook) throw new Error(`there is no src/runbooks/${id}.yml`);
  const told: string[] = [];
  const request = { source: "acme", context: asked, card };
  const outcomes = await performAll(runbook, request, await openPerformer(parts), {
    onStep(step, outcome) {
      if (outcome) told.push(`${step.id}: ${outcome.status}, ${outcome.summary}`);
    },
  });
  const result = resultOf(id, asked, outcomes, `${folder}/data/artifacts`);
  return { folder, told, outcomes, result };
}
