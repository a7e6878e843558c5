import { expect } from "vitest";

import type { Trials } from "./trials.ts";

/** Tries programs, each of which must be explained exactly, prints how many, and gives what never came. */
export async function unseenIn(trials: Trials, programs: number): Promise<string[]> {
  const tally = await trials.run(programs, ({ found, wanted }) => expect(found).toEqual(wanted));
  // oxlint-disable-next-line no-console -- how much was tried is part of what the test says
  console.log(tally.line(trials));
  return tally.unseen(trials);
}
