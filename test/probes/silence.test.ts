import { expect, test } from "vitest";

import silence from "#probes/silence.ts";
import { lookBy } from "./far-side.ts";

function silentFor(expectedSince: number | null, settings: object = {}) {
  const arrivals = () =>
    Promise.resolve({
      newestAt: "2027-01-01T10:00:00Z",
      heardAt: "2026-11-01T10:00:00Z",
      recent: 0,
      expectedSince,
    });
  return lookBy(silence, settings, { arrivals });
}

test.each([
  [9.2, "up"],
  [9.22, "stale"],
  [0, "up"],
  [null, "unknown"],
])("silence where %s records were to be expected is %s", async (expected, condition) => {
  expect(await silentFor(expected)).toMatchObject({ condition });
});

test("the sentence says since when, and what is usual", async () => {
  expect((await silentFor(31.24)).text).toBe(
    "No record of conversions since 2026-11-01T10:00:00Z, where about 31.2 are usual.",
  );
});

test("the chance that is an alarm can be set", async () => {
  expect(await silentFor(5, { chance: 0.01 })).toMatchObject({ condition: "stale" });
});
