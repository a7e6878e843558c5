import { expect, test } from "vitest";

import check from "#checks/weekly/late-recording.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";
import { noonOf, sale } from "../daily/days.ts";

/** The week of the judged Tuesday. */
const week = { window: "2026-W42" };

/** Two sales on each of 70 days up to that Tuesday, recorded a minute after. */
const prompt = (weeks = 10): Row[] =>
  Array.from({ length: 7 * weeks }, (_, ago) =>
    [0, 1].map((number) => sale(ago, number, { recorded_at: noonOf(ago, number + 1) })),
  ).flat();

/** So many sales of a day, all of them recorded on that Tuesday. */
const late = (count: number, ago: number, more: Row = {}): Row[] =>
  Array.from({ length: count }, (_, number) =>
    sale(ago, 50 + number, { recorded_at: noonOf(0, 100), partner_id: "prt_1", ...more }),
  );

test("a few late sales in a week pass, told with what they are worth", async () => {
  const result = await judged(check, { conversions: [...prompt(), ...late(2, 1)] }, week);

  expect(result).toMatchObject({ outcome: "pass", metric: 2, atRisk: "0" });
  expect(result.text).toBe(
    "2 of 6 conversions were recorded more than 1 hour after the sale, worth $20.00; at most 9 expected.",
  );
});

test("late sales of a week add up and fail, and those of weeks before are told apart", async () => {
  const conversions = [...prompt(), ...late(6, 1), ...late(8, 9, { currency: "EUR" })];

  const result = await judged(check, { conversions }, week);

  expect(result).toMatchObject({ outcome: "fail", metric: 14, expected: { to: 9 }, atRisk: "148" });
  expect(result.text).toBe(
    "14 of 18 conversions were recorded more than 1 hour after the sale, worth $148.00; at most 9 expected. 8 of them, $88.00, happened before the window began.",
  );
  expect(result.rows).toEqual([{ what: "partner prt_1", late: "14", value: "148.0000000000" }]);
});

test("what was recorded just after the week's last midnight is of the next week, also where the clock changed", async () => {
  // The clocks of New York go back on the Sunday of 2026-W44, so that its last hour ends at 05:00 UTC.
  const recorded = (at: string, number: number): Row =>
    sale(-12, number, { occurred_at: "2026-10-31T16:00:00Z", recorded_at: at });
  const conversions = [
    ...prompt(),
    recorded("2026-11-02T04:59:59Z", 1),
    recorded("2026-11-02T05:00:00Z", 2),
  ];

  const result = await judged(check, { conversions }, { window: "2026-W44" });

  expect(result).toMatchObject({ outcome: "pass", metric: 1 });
});

test("with few earlier weeks, or without a record, there is no data; without the column it is not available", async () => {
  const young = await judged(check, { conversions: prompt(2) }, week);

  expect(young.outcome).toBe("no_data");
  expect(young.text).toMatch(/earlier windows to compare with, 4 are needed\.$/);
  const later = await judged(check, { conversions: prompt() }, { window: "2026-W46" });
  expect(later).toMatchObject({ outcome: "no_data", metric: null });
  const available = { conversions: ["conversion_id", "occurred_at"] };
  const without = await judged(check, { conversions: prompt() }, { ...week, available });
  expect(without.outcome).toBe("not_available");
});
