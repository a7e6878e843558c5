import * as fc from "fast-check";
import { expect, test } from "vitest";

import { drawingChart } from "#charts/drawing-chart.ts";
import { renderPng } from "#charts/png.ts";
import type { Drawing } from "#model/drawing.ts";

const trend: Drawing = {
  kind: "lines",
  title: "Unusual conversion count",
  unit: "conversions",
  labels: ["2026-10-11", "2026-10-12", "2026-10-13"],
  series: [{ name: "conversions", values: [633, 640, 412] }],
  expected: { from: 580, to: 690 },
  marked: 2,
};
const shares: Drawing = {
  kind: "bars",
  title: "Conversions by status",
  unit: "%",
  stacked: "share",
  labels: ["2026-W41", "2026-W42"],
  series: [
    { name: "approved", values: [95, 82] },
    { name: "refunded", values: [5, 18] },
  ],
};
const words = (drawing: Drawing): string => JSON.stringify(drawingChart(drawing));

test("a trend names its days shortly, shades what was expected, and marks the bad point with its number", () => {
  const spec = words(trend);

  expect(spec).toContain("conversions · shaded: expected 580–690");
  expect(spec).toContain("Oct 13");
  expect(spec).toContain('"shape":"diamond"');
  expect(spec).toContain('{"at":2,"value":412}');
});

test("the number stands where its line does not run: below a fall, above a rise", () => {
  const rising = { ...trend, series: [{ name: "conversions", values: [1, 2, 30] }] };

  expect(words(trend)).toContain('"dy":20');
  expect(words(rising)).toContain('"dy":-16');
});

test("shares that are all nearly one begin where they differ, and say so; others begin at nothing", () => {
  const even = {
    ...shares,
    series: [
      { name: "approved", values: [50, 60] },
      { name: "refunded", values: [50, 40] },
    ],
  };

  expect(words(shares)).toContain("share of all · the axis begins at 70%");
  expect(words(even)).not.toContain("the axis begins");
});

test("a bar with a limit says both numbers", () => {
  const budgets: Drawing = {
    kind: "bars",
    title: "Spent of each budget",
    unit: "USD",
    labels: ["cmp_02 2026-10", "cmp_01 2026-10"],
    series: [{ name: "spent", values: [3603, null] }],
    limits: [3950, null],
  };

  expect(words(budgets)).toContain("USD · the dark line is the limit");
  expect(words(budgets)).toContain('"limit":3950');
});

test("a heading too long for one line has two, and then ends", () => {
  const { title } = drawingChart({ ...trend, title: "word ".repeat(60) });
  const { text } = title as { text: string[] };

  expect(text).toHaveLength(2);
  expect(text.every(({ length }) => length <= 44)).toBe(true);
});

const value = fc.option(fc.oneof(fc.nat(1e6), fc.constantFrom(0, -5, 0.3, 1e12)));
const name = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom("2026-10-13", "2026-W42", "'\"\\"),
);

const drawing: fc.Arbitrary<Drawing> = fc
  .record({
    title: name,
    unit: name,
    labels: fc.array(name, { minLength: 1, maxLength: 20 }),
    names: fc.array(name, { minLength: 1, maxLength: 9 }),
    values: fc.array(value, { minLength: 1, maxLength: 40 }),
    kind: fc.constantFrom("lines", "sum", "share", "beside", "heat"),
  })
  .map(({ title, unit, labels, names, values, kind }): Drawing => {
    const valuesOf = (at: number, count: number) =>
      Array.from({ length: count }, (_, index) => values[(at + index) % values.length] ?? null);
    const series = names.map((each, at) => ({ name: each, values: valuesOf(at, labels.length) }));
    if (kind === "heat") return { kind, title, unit, columns: labels, rows: series };
    if (kind === "lines") {
      return { kind, title, unit, labels, series, expected: { from: 0, to: 5 }, marked: 0 };
    }
    const bars = { kind: "bars", title, unit, labels, series } as const;
    if (kind === "beside") return { ...bars, limits: valuesOf(3, labels.length) };
    return { ...bars, stacked: kind };
  });

test("whatever a check wants drawn becomes a picture", { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(drawing, async (one) => {
      const png = await renderPng(drawingChart(one));
      expect(Buffer.from(png.subarray(1, 4)).toString()).toBe("PNG");
    }),
    { numRuns: 20 },
  );
});
