import { expect, test } from "vitest";

import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { itemOf } from "../steps/worlds.ts";

const words = { filters: "approved", date_range: "October" };
const all = [
  itemOf("export"),
  itemOf("ids"),
  itemOf("config_changes"),
  itemOf("screenshot", { words }),
];

test("five artifacts make it complete", () => {
  expect(completeness(missingArtifacts(all))).toBe("5 of 5");
});

test.each([
  ["date_range", { filters: "approved" }],
  ["filters", { date_range: "October", filters: " " }],
])("a screenshot without its %s is not yet one", (_word, said) => {
  const evidence = [...all.slice(0, 3), itemOf("screenshot", { words: said })];

  expect(completeness(missingArtifacts(evidence))).toBe("4 of 5: no screenshot with a date range");
});

test("an empty ledger lacks them all, by name", () => {
  expect(completeness(missingArtifacts([]))).toBe(
    "0 of 5: no screenshot with a date range, no export, no ids, no instant with its timezone, no config changes",
  );
});
