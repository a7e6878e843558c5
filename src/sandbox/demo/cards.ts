import { Decimal } from "#model/money.ts";
import { boundsOfMonth, localDate, monthsUntil, reportingZone } from "#sandbox/demo/calendar.ts";
import { type Campaign, campaigns, type Link, links, flash } from "#sandbox/demo/cast.ts";
import type { Program } from "#sandbox/demo/program.ts";
import { inDollars, type Rates } from "#sandbox/demo/rates.ts";
import type { TrafficEvent } from "#sandbox/demo/records.ts";

/** One value of the dashboard, as it was computed from the events. */
export interface Card {
  readonly metric: "revenue" | "conversions" | "sales" | "leads" | "clicks";
  readonly value: Decimal;
  readonly campaign: Campaign | null;
  readonly link: Link | null;
  readonly month: string;
  readonly timezone: string;
  readonly mode: "events" | "summary";
}

/** The dashboard of three months: the workspace, each campaign and, for the last month, each link. */
export function cardsFor({ month, events, rates }: Program): Card[] {
  const people = events.filter(({ bot }) => !bot);
  return monthsUntil(month).flatMap((name) => {
    const zoneOf = (campaign: Campaign): string =>
      campaign === flash && name === month ? "UTC" : reportingZone;
    const all = { month: name, timezone: reportingZone, campaign: null, link: null };
    const seen = within(people, name, reportingZone);
    return [
      ...cards(seen, rates, { ...all, mode: "events" }),
      ...campaigns.flatMap((campaign) => {
        const timezone = zoneOf(campaign);
        const own = within(people, name, timezone).filter(({ link }) => link.campaign === campaign);
        return cards(own, rates, { ...all, timezone, campaign, mode: "summary" });
      }),
      ...links.flatMap((link) => {
        if (name !== month) return [];
        const timezone = zoneOf(link.campaign);
        const own = within(people, name, timezone).filter((event) => event.link === link);
        return cards(own, rates, {
          ...all,
          timezone,
          campaign: link.campaign,
          link,
          mode: "summary",
        });
      }),
    ];
  });
}

/** What a sale event is worth in dollars, at the rate of its day. */
export function worthOfEvent({ at, sale }: TrafficEvent, rates: Rates): Decimal {
  if (!sale) return new Decimal(0);
  return inDollars(sale.amount, sale.currency, rates.on(localDate(at)));
}

function cards(
  events: readonly TrafficEvent[],
  rates: Rates,
  scope: Omit<Card, "metric" | "value">,
): Card[] {
  const sales = events.filter(({ type }) => type === "sale");
  const revenue = sales.reduce(
    (sum, event) => sum.plus(worthOfEvent(event, rates)),
    new Decimal(0),
  );
  const leads = events.filter(({ type }) => type === "lead").length;
  const clicks = events.filter(({ type }) => type === "click").length;
  return [
    { ...scope, metric: "revenue", value: revenue },
    { ...scope, metric: "conversions", value: new Decimal(sales.length) },
    { ...scope, metric: "sales", value: new Decimal(sales.length) },
    { ...scope, metric: "leads", value: new Decimal(leads) },
    { ...scope, metric: "clicks", value: new Decimal(clicks) },
  ];
}

function within(events: readonly TrafficEvent[], month: string, zone: string): TrafficEvent[] {
  const { start, end } = boundsOfMonth(month, zone);
  return events.filter(({ at }) => at >= start && at < end);
}
