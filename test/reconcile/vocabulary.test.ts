import { expect, test } from "vitest";

import { causes } from "#model/causes.ts";
import { fields } from "./fields.ts";

test("every cause of the vocabulary is planted by the programs of a reconciliation", () => {
  const planted = new Set(fields.flatMap(({ plants }) => Object.keys(plants)));
  planted.delete("unexplained");

  expect([...planted].sort()).toEqual(Object.keys(causes).sort());
});
