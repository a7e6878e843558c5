import { Decimal } from "#model/money.ts";
import {
  addMonths,
  at,
  type Day,
  daysOf,
  hours,
  minutes,
  monthsUntil,
  reportingZone,
  utcMonth,
} from "#sandbox/demo/calendar.ts";
import { frugal, type Link, links, newsletter, summit, flash } from "#sandbox/demo/cast.ts";
import type { Customers } from "#sandbox/demo/customers.ts";
import { type Dice, diceFor } from "#sandbox/demo/dice.ts";
import { during, refundSpike, silence } from "#sandbox/demo/incidents.ts";
import type { Sale } from "#sandbox/demo/records.ts";

const prices = [2495, 3995, 6400, 8900, 12_995, 14_900, 18_995, 24_900, 32_900, 44_900] as const;

/** Local hours a sale falls in, one entry per share; never past 18 on a month's last day, see `acrossMidnight`. */
const busyHours = [
  0, 1, 6, 7, 8, 8, 9, 9, 10, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21,
  22, 23,
] as const;

/** A moment of a day when people buy; on a month's last day early enough to be the same day in UTC. */
export function momentOf(day: Day, link: Link, dice: Dice): number {
  const abroad = link.partner.currency === "EUR" ? 6 : 0;
  let hour = dice.pick(busyHours) - abroad;
  if (hour < 0) hour += 12;
  if (day.lastOfMonth && hour > 17) hour -= 10;
  return day.start + hours(hour) + dice.between(0, 3599) * 1000;
}

/** How many sales or paid leads a link has on a day, around its usual number. */
export function countOf(day: Day, link: Link, dice: Dice, lastMonth: string): number {
  if (day.month === lastMonth && link.partner === silence.partner && during(silence, day.ofMonth)) {
    return 0;
  }
  const usual = (link.daily * (day.weekend ? 125 : 90)) / 100;
  const around = (usual * dice.between(500, 1500)) / 1000;
  return Math.floor(around / 1000) + (dice.perMille(Math.round(around % 1000)) ? 1 : 0);
}

/** Sales late in the evening of a month's last day: already the next month in UTC, where the platform keeps its days. */
const acrossMidnight = [
  [[summit, "21:47:12"]],
  [
    [summit, "21:12:40"],
    [frugal, "22:38:05"],
    [summit, "23:21:54"],
  ],
  [],
] as const;

/** Every sale of three months in order of time. */
export function salesFor(month: string, customers: Customers): Sale[] {
  const dice = diceFor(month, "sales");
  const moments: { at: number; link: Link; day: Day }[] = [];
  for (const [index, name] of monthsUntil(month).entries()) {
    for (const day of daysOf(name)) {
      for (const link of links) {
        if (link.campaign === newsletter) continue;
        const count = countOf(day, link, dice, month);
        for (let sale = 0; sale < count; sale += 1) {
          moments.push({ at: momentOf(day, link, dice), link, day });
        }
      }
      if (!day.lastOfMonth) continue;
      for (const [partner, time] of acrossMidnight[index] ?? []) {
        const link = links.find((one) => one.partner === partner && one.campaign === flash);
        if (link) moments.push({ at: at(day.date, time, reportingZone), link, day });
      }
    }
  }
  moments.sort((left, right) => left.at - right.at);
  return moments.map(({ at: instant, link, day }, index) => {
    const status = statusOf(link, day, month, dice);
    const customer = customers.buyer(link.partner, instant);
    const decided = instant + minutes(dice.between(360, 3600));
    return {
      id: `cv_${String(index + 1).padStart(5, "0")}`,
      at: instant,
      link,
      amount: new Decimal(dice.pick(prices)).div(100),
      orderId: `AO-${51_200 + index * 3}`,
      country: link.partner.country === "US" && dice.perMille(90) ? "CA" : link.partner.country,
      status,
      recordedAt: instant + dice.between(2, 40) * 1000,
      approvedAt: status === "approved" ? Math.min(decided, batchClosesAt(instant)) : null,
      customer,
      email: customer.email,
      externalId: customer.externalId,
      events: 1,
      eventCurrency: link.partner.currency,
    };
  });
}

/** What is approved by then is paid: four hours into the next month, in UTC. */
function batchClosesAt(instant: number): number {
  return at(`${addMonths(utcMonth(instant), 1)}-01`, "04:00");
}

/** The flash sale stays clean: its dashboard differs from the export by its timezone alone. */
function statusOf(link: Link, day: Day, lastMonth: string, dice: Dice): Sale["status"] {
  if (link.campaign === flash) return "approved";
  const last = day.month === lastMonth;
  if (last && link.partner === refundSpike.partner && during(refundSpike, day.ofMonth)) {
    if (dice.perMille(refundSpike.perMille)) return "refunded";
  }
  if (last && day.ofMonth > 24 && dice.perMille(140)) return "pending";
  const lot = dice.between(1, 1000);
  if (lot <= 25) return "refunded";
  if (lot <= 37) return "rejected";
  if (lot <= 42) return "fraud";
  return lot <= 45 ? "chargeback" : "approved";
}
