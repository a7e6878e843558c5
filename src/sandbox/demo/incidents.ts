import { basecamp, wanderzeit, wheels } from "#sandbox/demo/cast.ts";

/** What went wrong in the last month, by day of the month; both ends included. */
export const silence = { partner: wanderzeit, from: 17, to: 18 };
export const refundSpike = { partner: basecamp, from: 22, to: 24, perMille: 620 };
export const deliveryStorm = { integration: "shop-orders", day: 14, fromHour: 15, toHour: 17 };
export const strangeTraffic = {
  partner: wheels,
  from: 8,
  to: 13,
  referrer: "coupon-hive.example",
  clicksPerDay: 26,
};

export function during(span: { from: number; to: number }, day: number): boolean {
  return day >= span.from && day <= span.to;
}
