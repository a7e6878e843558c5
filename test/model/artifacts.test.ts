import { expect, test } from "vitest";

import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { itemOf } from "../steps/worlds.ts";

const words = { filters: "approved", date_range: "October" };
const observed = { observed_at: "2026-11-03T04:00:00.000-05:00", timezone: "America/New_York" };
const all = [
  itemOf("export"),
  itemOf("ids"),
  itemOf("config_changes"),
  itemOf("instant", { words: observed }),
  itemOf("screenshot", { words }),
];

test("five artifacts make it complete", () => {
  expect(completeness(missingArtifacts(all))).toBe("5 of 5");
});

test.each([
  ["date_range", { filters: "approved" }],
  ["filters", { date_range: "October", filters: " " }],
])("a screenshot without its %s is not yet one", (_word, said) => {
  const evidence = [...all.slice(0, 4), itemOf("screenshot", { words: said })];

  expect(completeness(missingArtifacts(evidence))).toBe("4 of 5: no screenshot with a date range");
});

test.each([
  ["offset", { ...observed, observed_at: "2026-11-03T04:00:00" }],
  ["timezone", { observed_at: observed.observed_at }],
])("an instant without its %s is not yet one, whenever the rest was captured", (_word, said) => {
  const evidence = all.map((item) => (item.kind === "instant" ? { ...item, words: said } : item));

  expect(completeness(missingArtifacts(evidence))).toBe("4 of 5: no instant with its timezone");
});

test("an empty ledger lacks them all, by name", () => {
  expect(completeness(missingArtifacts([]))).toBe(
    "0 of 5: no screenshot with a date range, no export, no ids, no instant with its timezone, no config changes",
  );
});
