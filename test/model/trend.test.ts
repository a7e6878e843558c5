import { expect, test } from "vitest";

import { sparkline, trendDrawing } from "#model/trend.ts";

const week = { from: "2026-10-19", to: "2026-10-25", span: "week", timezone: "UTC" } as const;
const judged = {
  trend: [3, 4, 28],
  unit: "%",
  expected: { from: null, to: 16 },
  period: week,
  outcome: "fail",
} as const;

test("a trend is labelled by its windows and marks the judged one; an open end reaches as far as the numbers", () => {
  expect(trendDrawing(judged, "Status spike")).toEqual({
    kind: "lines",
    title: "Status spike",
    unit: "%",
    labels: ["2026-W41", "2026-W42", "2026-W43"],
    series: [{ name: "%", values: [3, 4, 28] }],
    expected: { from: 0, to: 16 },
    marked: 2,
  });
});

test("points that are no windows keep their own names", () => {
  const points = ["2026-08", "2026-09", "2026-10"];

  expect(trendDrawing({ ...judged, points }, "Budget")).toMatchObject({ labels: points });
});

test("what passed has no bad point, and fewer than three windows are no trend", () => {
  expect(trendDrawing({ ...judged, outcome: "pass" }, "Fine")).not.toHaveProperty("marked");
  expect(trendDrawing({ ...judged, trend: [3, 4] }, "Short")).toBeNull();
});

test("a line of text shows the same heights, and an even trend as even", () => {
  expect(sparkline([0, 5, 10])).toBe("▁▅█");
  expect(sparkline([7, 7])).toBe("▁▁");
});
