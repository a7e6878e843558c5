import { expect, test } from "vitest";

import check from "#checks/daily/duplicate-conversions.ts";
import { judged } from "../judged.ts";
import { daily, sale, tuesday } from "./days.ts";

const first = sale(0, 0, { partner_id: "prt_1", order_id: "A-1", customer_id: "cus_1" });
const again = { ...first, conversion_id: "cv_again", occurred_at: "2026-10-13T20:00:00Z" };

test("sales of different orders pass", async () => {
  const other = { ...again, order_id: "A-2" };

  const result = await judged(check, { conversions: [first, other] }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe("0 of 2 conversions were recorded before, none expected.");
});

test("an order twice fails, with the money that is paid for twice", async () => {
  const result = await judged(check, { conversions: [first, again] }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "10" });
  expect(result.text).toBe(
    "1 of 2 conversions was recorded before, none expected: $10.00 of sales twice. cv_again has the order of cv_0_0.",
  );
  expect(result.rows).toMatchObject([{ conversion_id: "cv_again", first_id: "cv_0_0" }]);
});

test("an order of the day before, recorded again just after midnight, is a duplicate of the day", async () => {
  const before = { ...first, occurred_at: "2026-10-13T03:59:59Z" };
  const after = { ...again, occurred_at: "2026-10-13T04:00:00Z" };

  const asked = { conversions: [before, after] };

  expect((await judged(check, asked, tuesday)).metric).toBe(1);
  expect((await judged(check, asked, { window: "2026-10-12" })).metric).toBe(0);
});

test("a customer's same amount within minutes is one sale, unless the orders differ or time has passed", async () => {
  const guest = { ...first, order_id: null };
  const soon = { ...guest, conversion_id: "cv_soon", occurred_at: "2026-10-13T16:04:00Z" };
  const later = { ...guest, conversion_id: "cv_later", occurred_at: "2026-10-13T17:00:00Z" };

  const result = await judged(check, { conversions: [guest, soon, later] }, tuesday);

  expect(result.rows).toMatchObject([{ conversion_id: "cv_soon", same: "customer and amount" }]);
});

test("one that was already refused is paid for once", async () => {
  const refused = { ...again, status: "rejected" };

  expect((await judged(check, { conversions: [first, refused] }, tuesday)).outcome).toBe("pass");
});

test("where orders come in several lines on most days, only more than usual fails", async () => {
  const lines = (last: number) =>
    daily(
      (ago) => (ago === 0 ? last : 4),
      (ago, number) => sale(ago, number, { order_id: `A-${ago}` }),
    );

  expect((await judged(check, { conversions: lines(5) }, tuesday)).outcome).toBe("pass");
  expect((await judged(check, { conversions: lines(40) }, tuesday)).outcome).toBe("fail");
});

test("a window without conversions is no data", async () => {
  const result = await judged(check, { conversions: [first] }, { window: "2026-10-12" });

  expect(result.outcome).toBe("no_data");
});
