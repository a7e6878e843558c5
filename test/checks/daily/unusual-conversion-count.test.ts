import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/daily/unusual-conversion-count.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

/** So many conversions of 10.00 on each of the days before 2026-10-13, a Tuesday, and on that day. */
function daily(usual: number, last: number): Row[] {
  const tuesday = DateTime.fromISO("2026-10-13T12:00", { zone: "America/New_York" });
  return Array.from({ length: 57 }, (_, ago) =>
    Array.from({ length: ago === 0 ? last : usual }, (_none, number) => ({
      conversion_id: `cv_${ago}_${number}`,
      occurred_at: tuesday.minus({ days: ago }).toISO(),
      status: "approved",
      amount: "10.00",
      currency: "USD",
    })),
  ).flat();
}

test("as many as on other Tuesdays pass", async () => {
  const result = await judged(check, { conversions: daily(9, 8) }, { window: "2026-10-13" });

  expect(result).toMatchObject({ outcome: "pass", metric: 8, atRisk: "0" });
  expect(result.text).toBe("Conversions 8, expected 0–21 on a Tuesday.");
});

test("a day without any fails where there are many, with the revenue that is missing", async () => {
  const result = await judged(check, { conversions: daily(36, 0) }, { window: "2026-10-13" });

  expect(result).toMatchObject({ outcome: "fail", metric: 0, atRisk: "360" });
  expect(result.text).toBe(
    "Conversions 0, expected 12–60 on a Tuesday. About $360.00 of revenue is missing.",
  );
});

test("a flood fails too", async () => {
  const result = await judged(check, { conversions: daily(9, 40) }, { window: "2026-10-13" });

  expect(result.text).toContain("is too much");
});

test("too few days before are no baseline", async () => {
  const conversions = daily(9, 9).filter((row) => (row["occurred_at"] ?? "") > "2026-10-11");

  const result = await judged(check, { conversions }, { window: "2026-10-13" });

  expect(result).toMatchObject({ outcome: "no_data", metric: 9 });
});

test("a sale just before midnight belongs to the day it was in New York", async () => {
  const late = { ...daily(1, 1)[0], conversion_id: "cv_late", occurred_at: "2026-10-14T03:59:59Z" };
  const next = { ...late, conversion_id: "cv_next", occurred_at: "2026-10-14T04:00:00Z" };

  const conversions = [...daily(9, 8), late, next];

  expect((await judged(check, { conversions }, { window: "2026-10-13" })).metric).toBe(9);
});

test("an empty export is no data, and none at all not available", async () => {
  const asked = { window: "2026-10-13" };

  expect((await judged(check, { conversions: [] }, asked)).outcome).toBe("no_data");
  expect((await judged(check, {}, asked)).outcome).toBe("not_available");
});
