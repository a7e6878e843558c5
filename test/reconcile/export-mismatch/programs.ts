import fc from "fast-check";

import type { Row } from "../tables.ts";
import type { Asked } from "./by-hand.ts";

/** Around the window's edges in New York, Berlin, Tokyo and UTC, and plain calendar dates. */
const time = fc.constantFrom(
  "2026-09-30",
  "2026-09-30T14:59:59Z",
  "2026-09-30T15:00:00Z",
  "2026-09-30T22:00:00Z",
  "2026-10-01",
  "2026-10-01T00:00:00Z",
  "2026-10-01T03:59:59Z",
  "2026-10-01T04:00:00Z",
  "2026-10-31T23:30:00Z",
  "2026-11-01T00:30:00+02:00",
  "2026-11-01T03:59:59Z",
  "2026-11-01T04:00:00Z",
);
const within = fc.constantFrom(
  "2026-10-05T12:00:00Z",
  "2026-10-05T12:00:00Z",
  "2026-10-20T12:00:00Z",
  "2026-10-21",
);

const conversion = fc.record({
  occurred_at: fc.oneof({ weight: 2, arbitrary: within }, time),
  recorded_at: fc.constantFrom(
    null,
    "2026-10-20T12:00:00Z",
    "2026-10-20T12:00:00Z",
    "2026-11-03T08:00:00Z",
    "2026-11-03T08:00:01Z",
  ),
  status: fc.constantFrom("approved", "approved", "approved", "pending", "refunded", "fraud"),
  cents: fc.nat(40_000),
  currency: fc.constantFrom("USD", "USD", "USD", "EUR"),
  campaign_id: fc.constantFrom("cmp_1", "cmp_1", "cmp_1", "cmp_2", null),
  link_id: fc.constantFrom("lnk_1", "lnk_1", "lnk_2", null),
  partner_id: fc.constantFrom("prt_1", "prt_1", "prt_2", null),
  order: fc.nat(9),
});

export const conversions = fc.array(conversion, { minLength: 1, maxLength: 14 }).map((rows) =>
  rows.map(({ cents, order, ...rest }, position): Row => ({
    ...rest,
    conversion_id: `cv_${position}`,
    amount: (cents / 100).toFixed(2),
    order_id: order > 7 ? null : `or_${order}`,
  })),
);

export const rates: Row[] = ["2026-09-01", "2026-10-01", "2026-10-15"].map((date, index) => ({
  date,
  from: "EUR",
  to: "USD",
  rate: ["1.07", "1.085", "1.102"][index] ?? "",
}));

const capturedAt = "2026-11-03T08:00:00Z";

export const asking: fc.Arbitrary<Asked> = fc.record({
  campaign: fc.constantFrom("cmp_1", "cmp_1", null),
  link: fc.constantFrom(null, null, "lnk_1"),
  statuses: fc.constantFrom(["approved"], ["approved"], ["approved", "pending"]),
  metric: fc.constantFrom("revenue", "revenue", "conversions"),
  sourceTimezone: fc.constantFrom("UTC", "Europe/Berlin"),
  cardTimezone: fc.constantFrom(null, "Asia/Tokyo"),
  capturedAt: fc.constant(capturedAt),
});

/** What the card of a program is made to do otherwise than the export, each mostly not. */
export const planting = fc.record({
  scope: fc.constantFrom(0, 0, 1, 2),
  statuses: fc.constantFrom(
    null,
    null,
    ["approved", "pending"],
    ["pending"],
    ["approved", "fraud", "refunded"],
  ),
  zone: fc.constantFrom(0, 0, 1, 2),
  par: fc.constantFrom(false, false, true),
  once: fc.constantFrom(false, false, true),
  late: fc.constantFrom(false, false, true),
  /** What the card shows beside that, which nothing explains. */
  extra: fc.constantFrom(0, 0, 0, 0, 7_777_777),
});
