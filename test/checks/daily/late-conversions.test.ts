import { expect, test } from "vitest";

import check from "#checks/daily/late-conversions.ts";
import { judged } from "../judged.ts";
import { daily, noonOf, sale, tuesday } from "./days.ts";

const recorded = (late: number, minutes = 1) => [
  ...daily(
    () => 5,
    (ago, number) => sale(ago, number, { recorded_at: noonOf(ago, number + minutes) }),
  ),
  ...Array.from({ length: late }, (_, number) =>
    sale(2, 50 + number, { recorded_at: noonOf(0, number) }),
  ),
];

test("sales that are recorded at once pass", async () => {
  const result = await judged(check, { conversions: recorded(1) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 1, atRisk: "0" });
  expect(result.text).toBe(
    "1 of 6 conversions were recorded more than 1 hour after the sale, at most 2 expected.",
  );
});

test("many that come late fail on the day they come, with what they are worth", async () => {
  const result = await judged(check, { conversions: recorded(6) }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 6, atRisk: "60" });
  expect(result.text).toBe(
    "6 of 11 conversions were recorded more than 1 hour after the sale, at most 2 expected. They are worth $60.00.",
  );
});

test("where recording usually takes a day, a day is not late", async () => {
  const result = await judged(check, { conversions: recorded(0, 24 * 60) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toContain("more than 72 hours");
});

test("what was recorded after midnight is of the next day", async () => {
  const conversions = recorded(0);
  conversions.push(sale(2, 60, { recorded_at: "2026-10-14T04:00:00Z" }));

  expect((await judged(check, { conversions }, tuesday)).metric).toBe(0);
});

test("without a time of recording it is not available, without a record no data", async () => {
  const conversions = recorded(0);
  const available = { conversions: ["conversion_id", "occurred_at"] };

  const without = await judged(check, { conversions }, { ...tuesday, available });

  expect(without.outcome).toBe("not_available");
  expect((await judged(check, { conversions }, { window: "2026-10-20" })).outcome).toBe("no_data");
});
