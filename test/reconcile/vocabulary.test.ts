import { expect, test } from "vitest";

import { causes } from "#model/causes.ts";
import { everyTrial } from "./every-trial.ts";

test("every cause of the vocabulary is planted in the programs of a reconciliation", () => {
  const planted = new Set(everyTrial.flatMap((trials) => trials.planted.words));
  planted.delete("unexplained");

  expect([...planted].sort()).toEqual(Object.keys(causes).sort());
});
