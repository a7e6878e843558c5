import { DateTime } from "luxon";

import { randomOf } from "../random.ts";
import { Chance } from "./chance.ts";
import type { Fault, FaultKind } from "./faults.ts";

export const timezone = "America/New_York";
const minute = 60_000;
const hour = 60 * minute;

export interface Link {
  readonly id: string;
  readonly partner: string;
  readonly campaign: string;
  readonly weight: number;
}

export interface Event {
  readonly id: string;
  readonly type: "click" | "lead" | "sale";
  readonly at: number;
  readonly day: number;
  readonly link: Link;
  readonly host: string;
  readonly isBot: boolean;
  readonly conversion: string;
  /** Of a sale, with its currency. */
  readonly amount: string;
}

/** A sale as it goes: pending, decided once, then perhaps paid for. */
export interface Sale {
  readonly id: string;
  readonly order: string;
  readonly at: number;
  readonly day: number;
  readonly recordedAt: number;
  readonly decidedAt: number;
  readonly decision: "approved" | "refunded" | "rejected" | "fraud" | "chargeback";
  readonly amount: number;
  readonly currency: string;
  readonly link: Link;
  readonly campaign: string;
  readonly customer: string;
  readonly commission: number;
}

export interface Delivery {
  readonly id: string;
  readonly integration: string;
  readonly at: number;
  readonly day: number;
  readonly attempts: number;
  readonly status: "delivered" | "failed";
}

export interface TrialProgram {
  readonly starts: DateTime;
  readonly links: readonly Link[];
  readonly events: readonly Event[];
  readonly sales: readonly Sale[];
  readonly deliveries: readonly Delivery[];
  readonly customers: readonly {
    readonly id: string;
    readonly firstAt: number;
    readonly partner: string;
  }[];
  readonly faults: readonly Fault[];
  /** Milliseconds at which a day of the program begins. */
  readonly dayStart: (day: number) => number;
  readonly has: (kind: FaultKind, day: number) => boolean;
}

export const campaigns = [
  { id: "cmp_launch", name: "Launch", model: "cpa", bounty: 9, share: 0 },
  { id: "cmp_blog", name: "Blogs", model: "revshare", bounty: 0, share: 0.15 },
  { id: "cmp_coupon", name: "Coupons", model: "cps", bounty: 0, share: 0.1 },
] as const;

const hosts = ["google.com", "blog.example", "youtube.com", "newsletter.example"] as const;
/** Customers come from so many days before the program's first, so that as many return on it as later. */
const warmUp = 90;

/** A program of half a year: partners of very different size, weekdays and hours, growth, days better and worse than others. */
export function trialProgram(seed: number, days: number, faults: readonly Fault[]): TrialProgram {
  const chance = new Chance(randomOf(seed * 7919));
  const starts = DateTime.fromISO("2026-03-01", { zone: timezone });
  const begins = Array.from({ length: days + warmUp + 2 }, (_, index) =>
    starts.plus({ days: index - warmUp }).toMillis(),
  );
  const dayStart = (day: number): number => begins[day + warmUp] ?? Number.POSITIVE_INFINITY;
  const has = (kind: FaultKind, day: number): boolean =>
    faults.some((one) => one.kind === kind && day >= one.from && day <= one.to);

  const partners = Array.from({ length: 8 }, (_, index) => `prt_${index + 1}`);
  const links = partners.flatMap((partner, index): Link[] =>
    Array.from({ length: 1 + (index % 2) }, (_, number) => ({
      id: `lnk_${index + 1}_${number + 1}`,
      partner,
      campaign: campaigns[(index + number) % campaigns.length]?.id ?? "",
      weight: chance.between(0.7, 1.3) / (index + 1.5) / (1 + number),
    })),
  );
  const whole = links.reduce((sum, { weight }) => sum + weight, 0);
  const volume = chance.between(250, 600);
  const growth = chance.between(-0.001, 0.003);
  const weekend = chance.between(0.55, 1.25);
  const unrest = chance.between(0.04, 0.1);
  const converting = chance.between(0.06, 0.1);
  const price = chance.between(45, 90);

  const events: Event[] = [];
  const sales: Sale[] = [];
  const deliveries: Delivery[] = [];
  const customers: { id: string; firstAt: number; partner: string }[] = [];
  const returning = new Map<number, { customer: string; link: Link }[]>();

  function sell(day: number, at: number, link: Link, customer: string, host: string): void {
    if (has("silence", day) && link.partner === "prt_2") return;
    if (has("silent link", day) && link.id === "lnk_1_1") return;
    const id = `cv_${sales.length + 1}`;
    const isOurs = (kind: FaultKind): boolean => has(kind, day);
    const amount = chance.amount(price, isOurs("wrong prices") && link.partner === "prt_1" ? 6 : 1);
    const isLate = isOurs("late records") ? chance.bool(0.7) : chance.bool(0.003);
    const recordedAt =
      at + (isLate ? chance.between(9, 30) * hour : chance.exponential(3) * minute);
    const isSmall = isOurs("refunds of a small partner") && link.partner === "prt_5";
    const spoilt = (isOurs("refunds") && chance.bool(0.4)) || (isSmall && chance.bool(0.6));
    const decision = spoilt ? "refunded" : chance.decision();
    const lies = isOurs("commissions left lying") && day < 76 && link.partner === "prt_1";
    const soon = spoilt ? chance.between(4, 14) * hour : chance.between(20, 130) * hour;
    const isForeign = isOurs("foreign campaign") && chance.bool(0.3);
    const campaign = isForeign ? "cmp_gone" : link.campaign;
    const terms = campaigns.find((one) => one.id === link.campaign);
    const sale: Sale = {
      id,
      order: `ord_${sales.length + 1}`,
      at,
      day,
      recordedAt,
      decidedAt: lies ? Number.POSITIVE_INFINITY : recordedAt + soon,
      decision,
      amount,
      currency: isOurs("other currency") && link.partner === "prt_1" ? "EUR" : "USD",
      link,
      campaign,
      customer: isOurs("lost identities") && chance.bool(0.5) ? "" : customer,
      commission: Math.round(100 * ((terms?.bounty ?? 0) + amount * (terms?.share ?? 0))) / 100,
    };
    sales.push(sale);
    if (isOurs("duplicates") && chance.bool(0.25)) {
      sales.push({
        ...sale,
        id: `cv_${sales.length + 1}`,
        at: at + 2 * minute,
        recordedAt: recordedAt + 2 * minute,
      });
    }
    const worth = `${amount.toFixed(2)},${sale.currency}`;
    const sold = { at, day, link, host, isBot: false, conversion: id, amount: worth };
    if (day >= 0) events.push({ id: `ev_${events.length + 1}`, type: "sale", ...sold });
  }

  function click(day: number, link: Link, host: string, isBot: boolean, converts: number): void {
    const at = dayStart(day) + chance.timeOfDay(dayStart(day + 1) - dayStart(day));
    const clicked = { at, day, link, host, isBot, conversion: "", amount: "," };
    if (day >= 0) events.push({ id: `ev_${events.length + 1}`, type: "click", ...clicked });
    if (isBot || !chance.bool(converts)) return;
    if (has("lost leads", day) && link.partner === "prt_1") return;
    const leads = { ...clicked, type: "lead", at: at + chance.exponential(4) * minute } as const;
    if (day >= 0) events.push({ id: `ev_${events.length + 1}`, ...leads });
    const customer = `cus_${customers.length + 1}`;
    customers.push({ id: customer, firstAt: at, partner: link.partner });
    for (const month of [1, 2]) {
      if (!chance.bool(0.35)) continue;
      const again = day + Math.floor(chance.between(30 * month - 15, 30 * month + 15));
      returning.set(again, [...(returning.get(again) ?? []), { customer, link }]);
    }
    const soldAt = at + chance.exponential(8) * minute;
    sell(soldAt < dayStart(day + 1) ? day : day + 1, soldAt, link, customer, host);
  }

  for (let day = -warmUp; day < days; day += 1) {
    const { weekday } = starts.plus({ days: day });
    const season = weekday >= 6 ? weekend : 1 + 0.06 * (3 - Math.abs(weekday - 3));
    const level = volume * Math.exp(growth * day) * season * chance.lognormal(unrest);
    for (const link of links) {
      const mean = (level * link.weight) / whole;
      const isDown = has("silent link", day) && link.id === "lnk_1_1";
      const clicks = isDown ? 0 : chance.poisson(mean * chance.lognormal(0.05));
      for (let number = 0; number < clicks; number += 1) {
        const isBot = chance.bool(has("bots", day) ? 0.25 : 0.03);
        const host = chance.bool(0.004)
          ? `site${Math.floor(chance.between(1, 40))}.example`
          : chance.pick(hosts);
        click(day, link, host, isBot, converting);
      }
      if (has("unexpected source", day) && link.id === "lnk_2_1") {
        for (let number = chance.poisson(mean * 1.2); number > 0; number -= 1) {
          click(day, link, "popunder.click", false, 0);
        }
      }
    }
    for (const { customer, link } of returning.get(day) ?? []) {
      sell(
        day,
        dayStart(day) + chance.timeOfDay(dayStart(day + 1) - dayStart(day)),
        link,
        customer,
        "",
      );
    }
    for (const integration of ["crm", "warehouse", "billing"]) {
      for (let number = chance.poisson(45); number > 0; number -= 1) {
        if (day < 0) continue;
        const isHit = integration === "crm" && has("retries", day) && chance.bool(0.6);
        const fails = integration === "warehouse" && has("failures", day) ? 0.4 : 0.004;
        deliveries.push({
          id: `dl_${deliveries.length + 1}`,
          integration,
          at: dayStart(day) + chance.timeOfDay(24 * hour),
          day,
          attempts: isHit ? Math.ceil(chance.between(3, 8)) : 1 + chance.poisson(0.03),
          status: chance.bool(fails) ? "failed" : "delivered",
        });
      }
    }
  }
  events.sort((left, right) => left.at - right.at);
  const known = sales.filter(({ day }) => day >= 0);
  return { starts, links, events, sales: known, deliveries, customers, faults, dayStart, has };
}
