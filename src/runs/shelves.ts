import { fileURLToPath } from "node:url";

import { stepPerformer } from "#runs/perform.ts";
import type { Performer } from "#runs/perform.ts";
import { stepWorlds } from "#runs/step-world.ts";
import type { WorldParts } from "#runs/step-world.ts";
import { loadShelf } from "#shelf.ts";
import type { StepKind } from "#step.ts";

const stepsFolder = fileURLToPath(new URL("../steps", import.meta.url));

/** Every step kind on the shelf, by the word a runbook writes as `kind`. */
export function loadStepKinds(): Promise<ReadonlyMap<string, StepKind>> {
  return loadShelf<StepKind>(stepsFolder);
}

/** A performer of the shelf's steps on the configured sources. */
export async function openPerformer(parts: WorldParts): Promise<Performer> {
  return stepPerformer(await loadStepKinds(), stepWorlds(parts));
}
