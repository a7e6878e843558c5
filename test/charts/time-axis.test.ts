import { expect, test } from "vitest";

import { timeAxis } from "#charts/time-axis.ts";

const october = { from: "2026-10-01", to: "2026-10-31" };
const ends = [100, 410] as const;

test("a day has its place, an instant its share of the local day", () => {
  const axis = timeAxis(october, "America/New_York", ends);

  expect([axis.barOf("2026-10-09"), axis.startOf(8)]).toEqual([8, 180]);
  expect(axis.at("2026-10-09")).toBe(180);
  expect(axis.at("2026-10-09T16:00:00Z")).toBe(185);
  expect(axis.at("2026-10-09T03:00:00Z")).toBeLessThan(180);
});

test("what lies outside is held at the ends", () => {
  const axis = timeAxis(october, "UTC", ends);

  expect([axis.at("2026-09-01"), axis.at("2026-12-01T00:00:00Z")]).toEqual([100, 410]);
});

test("days are named at most eight times", () => {
  const { ticks } = timeAxis(october, "UTC", ends);

  expect(ticks.map(({ text }) => text)).toEqual(
    [1, 5, 9, 13, 17, 21, 25, 29].map((day) => `Oct ${day}`),
  );
});

test("of a long time several days make one bar", () => {
  const axis = timeAxis({ from: "2026-01-01", to: "2026-12-31" }, "UTC", ends);

  expect([axis.step, axis.bars]).toEqual([4, 92]);
  expect([axis.barOf("2026-01-04"), axis.barOf("2026-01-05")]).toEqual([0, 1]);
});
