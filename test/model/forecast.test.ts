import { expect, test } from "vitest";

import { forecastOf, spreadOver, weekShapeOf } from "#model/forecast.ts";

const days = (of: (ago: number) => number) => Array.from({ length: 57 }, (_, ago) => of(ago));
const rules = { span: "day", least: 14 } as const;

test("what grew by the week is expected to have grown on", () => {
  const forecast = forecastOf(
    days((ago) => Math.round(400 * 1.03 ** (-ago / 7))),
    rules,
  );

  expect(forecast?.at(0)).toBeGreaterThan(390);
  expect(forecast?.at(0)).toBeLessThan(405);
});

test("each day of the week has its own number, and the judged day teaches nothing", () => {
  const forecast = forecastOf(
    days((ago) => (ago === 0 ? 9999 : ago % 7 === 0 ? 40 : 100)),
    rules,
  );

  expect(forecast?.at(0)).toBeCloseTo(40, 0);
  expect(forecast?.at(1)).toBeCloseTo(100, 0);
});

test("an incident of a week before changes little", () => {
  const calm = forecastOf(
    days(() => 50),
    rules,
  );
  const struck = forecastOf(
    days((ago) => (ago > 8 && ago < 16 ? 0 : 50)),
    rules,
  );

  expect(Math.abs((struck?.at(0) ?? 0) - (calm?.at(0) ?? 0))).toBeLessThan(3);
  expect(struck?.dispersion).toBeLessThan(2);
});

test("days that vary by more than chance are expected to go on so", () => {
  const wild = forecastOf(
    days((ago) => (ago % 2 === 0 ? 100 : 300)),
    rules,
  );

  expect(wild?.dispersion).toBeGreaterThan(20);
});

test("a small series has the days of the week of the whole", () => {
  const whole = weekShapeOf(days((ago) => (ago % 7 === 0 ? 40 : 100)));

  const forecast = forecastOf(
    days(() => 3),
    { ...rules, shape: whole },
  );

  expect((forecast?.at(0) ?? 0) / (forecast?.at(1) ?? 1)).toBeCloseTo(0.4, 1);
});

test("several windows are expected to have their sum, the less surely the more they are", () => {
  const forecast = forecastOf(
    days(() => 10),
    rules,
  );
  if (!forecast) throw new Error("there are enough days");

  expect(spreadOver(forecast, 7).mean).toBeCloseTo(70, -1);
  expect(spreadOver(forecast, 7).dispersion).toBeGreaterThan(spreadOver(forecast, 1).dispersion);
});

test("weeks are compared as they are, and too few are none", () => {
  const weeks = [0, 100, 102, 98, 100, 101];

  expect(forecastOf(weeks, { span: "week", least: 4 })?.at(0)).toBeGreaterThan(95);
  expect(forecastOf(weeks, { span: "week", least: 6 })).toBeNull();
  expect(forecastOf([5, 5, 5, 5, 5], { span: "day", least: 4 })).toBeNull();
});
