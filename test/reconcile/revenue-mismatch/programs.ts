import fc from "fast-check";

import type { Row } from "../tables.ts";
import type { Program } from "./by-hand.ts";

const days = ["2026-09-30", "2026-10-01", "2026-10-15", "2026-10-31", "2026-11-01"];
/** Around the days' edges in New York, Tokyo and UTC, and plain calendar dates. */
const clocks = ["", "T00:00:00Z", "T03:59:59Z", "T04:00:00Z", "T12:00:00Z", "T23:30:00+09:00"];
const edge = fc
  .tuple(fc.constantFrom(...days), fc.constantFrom(...clocks))
  .map(([day, clock]) => `${day}${clock}`);
/** The last day of October in New York, as an instant that other zones call November, and as a date. */
const lastDay = fc.constantFrom("2026-10-31", "2026-11-01T03:59:59Z");
const time = fc.oneof(
  fc.constantFrom("2026-10-10T12:00:00Z", "2026-10-20T12:00:00Z"),
  edge,
  lastDay,
);
const amount = fc.constantFrom("10.00", "25.50", "99.99", "7.125", "0.00", "-4");
const currency = fc.constantFrom("USD", "USD", "USD", "EUR", "JPY");
const campaign = fc.constantFrom("cmp_1", "cmp_1", "cmp_1", "cmp_2", null);

const conversion = fc.record({
  occurred_at: time,
  status: fc.oneof(
    fc.constant("approved"),
    fc.constantFrom("pending", "refunded", "chargeback", "rejected", "fraud", null),
  ),
  amount,
  currency,
  campaign_id: campaign,
});
/** How the event of a conversion is bent: what is not bent is as the conversion has it. */
const bend = fc.record(
  {
    type: fc.constantFrom("sale", "sale", "sale", "lead", "click"),
    occurred_at: fc.oneof(time, lastDay),
    amount: fc.oneof(amount, fc.constant(null)),
    currency: fc.constantFrom("USD", "USD", "EUR", null),
    campaign_id: campaign,
  },
  { requiredKeys: [] },
);
const event = fc.record({
  /** Conversions that are there, that are not, and none. */
  of: fc.oneof({ weight: 12, arbitrary: fc.nat(13) }, { weight: 1, arbitrary: fc.constant(null) }),
  /** As it is, at par, late on the last day, or bent anyhow. */
  bend: fc.oneof(
    fc.constantFrom({}, {}, { currency: "USD" }, { occurred_at: "2026-11-01T03:59:59Z" }),
    bend,
  ),
  stray: fc.record({ occurred_at: time, amount, currency, campaign_id: campaign }),
});

const rates: Row[] = ["2026-08-01", "2026-10-05", "2026-10-18"].flatMap((date, index) => [
  { date, from: "EUR", to: "USD", rate: ["1.0821", "1.1033", "1.0657"][index] ?? "" },
  { date, from: "JPY", to: "USD", rate: ["0.006641", "0.00671", "0.0068"][index] ?? "" },
]);

/** Small random programs, dense in edges: events are mostly made from a conversion, then bent. */
export const programs: fc.Arbitrary<Program> = fc
  .tuple(fc.array(conversion, { maxLength: 12 }), fc.array(event, { maxLength: 18 }))
  .map(([made, planted]) => {
    const conversions: Row[] = made.map((row, position) => ({
      conversion_id: `cv_${position}`,
      ...row,
    }));
    const events = planted.map(({ of, bend: bent, stray }, position): Row => {
      const base = of === null ? stray : (made[of] ?? stray);
      return {
        event_id: `ev_${position}`,
        type: "sale",
        conversion_id: of === null ? null : `cv_${of}`,
        occurred_at: base.occurred_at,
        amount: base.amount,
        currency: base.currency,
        campaign_id: base.campaign_id,
        ...bent,
      };
    });
    return { conversions, events, rates };
  });
