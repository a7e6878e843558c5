import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/weekly/retry-spike.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const wednesday = DateTime.fromISO("2026-10-14T12:00", { zone: "America/New_York" });
const window = { window: "2026-W42" };

function attempted(count: number, attempts: string, ago = 0, more: Row = {}): Row[] {
  return Array.from({ length: count }, (_, number) => ({
    delivery_id: `d_${attempts}_${ago}_${number}_${more["integration"] ?? ""}`,
    integration: "shop",
    status: "delivered",
    attempts,
    occurred_at: wednesday.minus({ weeks: ago }).toISO(),
    ...more,
  }));
}

const earlier = [1, 2, 3, 4, 5].flatMap((ago) => [
  ...attempted(95, "1", ago),
  ...attempted(5, "2", ago),
]);

test("a few retries as every week pass", async () => {
  const deliveries = [...earlier, ...attempted(92, "1"), ...attempted(8, "2")];

  const result = await judged(check, { deliveries }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 8, trend: [5, 5, 5, 5, 5, 8] });
  expect(result.text).toBe("8 retries of 100 deliveries to 1 integration.");
});

test("a storm fails, with its day and its worst delivery", async () => {
  const deliveries = [...earlier, ...attempted(95, "1"), ...attempted(10, "6")];

  const result = await judged(check, { deliveries }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 50, unit: "retries to shop" });
  expect(result.text).toBe(
    "50 retries of deliveries to shop, expected about 5 of 105 deliveries; 50 of them on 2026-10-14, up to 6 attempts for one.",
  );
});

test("twice as many deliveries may be retried twice as often", async () => {
  const deliveries = [...earlier, ...attempted(570, "1"), ...attempted(30, "2")];

  expect((await judged(check, { deliveries }, window)).outcome).toBe("pass");
});

test("an integration of its own pace does not hide another's storm", async () => {
  const noisy = [0, 1, 2, 3, 4, 5].flatMap((ago) =>
    attempted(50, "5", ago, { integration: "noisy" }),
  );
  const deliveries = [...earlier, ...noisy, ...attempted(60, "1"), ...attempted(20, "3")];

  const result = await judged(check, { deliveries }, window);

  expect(result.rows).toMatchObject([{ integration: "shop", retries: "40" }]);
});

test("two earlier weeks are too few, and attempts that nobody counted are no data", async () => {
  const young = earlier.filter((row) => (row["occurred_at"] ?? "") > "2026-09-28");
  const uncounted = attempted(5, "1").map((row) => ({ ...row, attempts: null }));

  const few = await judged(check, { deliveries: [...young, ...attempted(30, "4")] }, window);
  const none = await judged(check, { deliveries: uncounted }, window);

  expect(few).toMatchObject({ outcome: "no_data", metric: 90 });
  expect(none).toMatchObject({ outcome: "no_data", metric: null });
});

test("the week begins at midnight in the reporting timezone", async () => {
  const storm = attempted(30, "5").map((row) => ({ ...row, occurred_at: "2026-10-12T03:59:59Z" }));

  const deliveries = [...earlier, ...attempted(90, "1"), ...storm];

  expect((await judged(check, { deliveries }, window)).outcome).toBe("pass");
});
