import { expect, test } from "vitest";

import check from "#checks/daily/unusual-conversion-count.ts";
import { judged } from "../judged.ts";
import { daily, sale, tuesday } from "./days.ts";

test("as many as on other Tuesdays pass", async () => {
  const conversions = daily(() => 9, sale);

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 9, atRisk: "0" });
  expect(result.text).toBe("Conversions 9, expected 1–22 on a Tuesday.");
  expect(result.trend).toEqual(Array.from({ length: 14 }, () => 9));
});

test("a day with few fails, with the revenue that is missing", async () => {
  const conversions = daily((ago) => (ago === 0 ? 2 : 30), sale);

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 2, atRisk: "280.54" });
  expect(result.text).toBe(
    "Conversions 2, expected 11–54 on a Tuesday. About $280.54 of revenue is missing.",
  );
});

test("a partner's flood fails though the sum is as usual", async () => {
  const conversions = daily(
    () => 20,
    (ago, number) => sale(ago, number, { partner_id: ago === 0 || number < 2 ? "prt_1" : "prt_2" }),
  );

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 20 });
  expect(result.text).toBe(
    "Conversions 20, expected 5–40 on a Tuesday. Partner prt_2 has 0, expected 4–36. Partner prt_1 has 20, expected 0–9. About $360.00 of revenue is out of place.",
  );
  expect(result.rows.map(({ what }) => what)).toEqual(["partner prt_2", "partner prt_1"]);
});

test("none where none is no surprise is no data, and no pass", async () => {
  const conversions = daily((ago) => (ago % 7 === 1 ? 1 : 0), sale);

  expect((await judged(check, { conversions }, tuesday)).outcome).toBe("no_data");
});

test("too few days before are no baseline, and an empty export is no data", async () => {
  const conversions = daily((ago) => (ago < 9 ? 3 : 0), sale);

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "no_data", metric: 3 });
  expect(result.text).toBe("Conversions 3; only 8 earlier windows to compare with, 14 are needed.");
  expect((await judged(check, { conversions: [] }, tuesday)).outcome).toBe("no_data");
  expect((await judged(check, {}, tuesday)).outcome).toBe("not_available");
});

test("a sale just before midnight belongs to the day it was in New York, also when clocks change", async () => {
  const late = sale(0, 0, { conversion_id: "cv_late", occurred_at: "2026-11-02T04:59:59Z" });
  const next = { ...late, conversion_id: "cv_next", occurred_at: "2026-11-02T05:00:00Z" };

  const result = await judged(check, { conversions: [late, next] }, { window: "2026-11-01" });

  expect(result.metric).toBe(1);
});

test("what comes in later than the judged day's can have is missing of the days before too", async () => {
  const conversions = daily(
    (ago) => (ago === 0 ? 4 : 30),
    (ago, number) =>
      sale(ago, number, {
        // All but four of a day are recorded three days later.
        recorded_at:
          number < 4 ? sale(ago, number)["occurred_at"] : sale(ago - 3, number)["occurred_at"],
      }),
  );
  const asked = { ...tuesday, capturedAt: "2026-10-14T08:00:00-04:00" };

  const result = await judged(check, { conversions }, asked);

  expect(result).toMatchObject({ outcome: "pass", metric: 4 });
});
