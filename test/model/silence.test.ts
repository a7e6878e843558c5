import { expect, test } from "vitest";

import { silenceOf } from "#model/silence.ts";

const day = { span: "day" } as const;
const series = (of: (ago: number) => number) => Array.from({ length: 57 }, (_, ago) => of(ago));
const rules = (whole: readonly number[]) => ({ least: 14, whole });

test("a silence is as unlikely as what was expected in it is much", () => {
  const one = series((ago) => (ago < 1 ? 0 : 5));
  const three = series((ago) => (ago < 3 ? 0 : 5));

  const [short, long] = [one, three].map((each) => silenceOf(each, day, rules(each)));

  expect(short).toMatchObject({ windows: 1 });
  expect(short?.expected.mean).toBeCloseTo(5, 0);
  expect(short?.chance).toBeGreaterThan(1e-3);
  expect(long?.chance).toBeLessThan(1e-4);
});

test("none on a day is rarer of days that differ than of records that come in crowds", () => {
  const wild = series((ago) => (ago < 1 ? 0 : ago % 2 === 0 ? 15 : 45));

  const silence = silenceOf(wild, day, rules(wild));

  if (!silence) throw new Error("it is silent");
  const { mean, dispersion } = silence.expected;
  expect(silence.chance).toBeLessThan(Math.exp(-mean / dispersion));
  expect(silence.chance).toBeGreaterThan(Math.exp(-mean));
});

test.each([
  ["one that is heard of", (ago: number) => (ago === 1 ? 0 : 5)],
  ["one that often pauses as long", (ago: number) => (ago % 9 < 3 ? 0 : 8)],
  ["one that left a month ago", (ago: number) => (ago < 30 ? 0 : 5)],
  ["one that is new", (ago: number) => (ago > 3 && ago < 10 ? 5 : 0)],
])("%s is not silent", (_who, of) => {
  const one = series(of).slice(0, of(5) > 0 && of(20) === 0 ? 10 : 57);

  expect(silenceOf(one, day, rules(one))).toBeNull();
});
