import { Decimal } from "#model/money.ts";
import { boundsOfMonth, localDate, monthsUntil, reportingZone } from "#sandbox/demo/calendar.ts";
import { type Campaign, campaigns, type Link, links, flash } from "#sandbox/demo/cast.ts";
import type { Program } from "#sandbox/demo/program.ts";
import { inDollars, type Rates } from "#sandbox/demo/rates.ts";
import type { TrafficEvent } from "#sandbox/demo/records.ts";
import { summaryOf } from "#sandbox/demo/summary.ts";

/** One value of the dashboard, as it was computed from the events. */
export interface Card {
  readonly metric: "revenue" | "conversions" | "sales" | "leads" | "clicks" | "funnel";
  readonly value: Decimal;
  readonly campaign: Campaign | null;
  readonly link: Link | null;
  readonly month: string;
  readonly timezone: string;
  readonly mode: "events" | "summary";
  /** Null where the card does not say. */
  readonly statuses: "all" | "approved" | null;
}

/** The dashboard of three months: the workspace, each campaign and, for the last month, each link. */
export function cardsFor(program: Program): Card[] {
  const { month, events, rates } = program;
  const people = events.filter(({ bot }) => !bot);
  return monthsUntil(month).flatMap((name) => {
    const zoneOf = (campaign: Campaign): string =>
      campaign === flash && name === month ? "UTC" : reportingZone;
    const all = {
      month: name,
      timezone: reportingZone,
      campaign: null,
      link: null,
      statuses: null,
    };
    return [
      ...workspaceCards(program, name),
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

/** The days of total revenue, which were put into UTC in the last month. */
export function revenueZoneOf({ month }: Program, name: string): string {
  return name === month ? "UTC" : reportingZone;
}

/** What the dashboard received from people in a month of a zone. */
export function peopleWithin({ events }: Program, month: string, zone: string): TrafficEvent[] {
  return within(events, month, zone).filter(({ bot }) => !bot);
}

/** Totals of the events, whatever their status, and a summary of what is approved. */
function workspaceCards(program: Program, month: string): Card[] {
  const { rates } = program;
  const all = { month, timezone: reportingZone, campaign: null, link: null };
  const seen = peopleWithin(program, month, reportingZone);
  const zone = revenueZoneOf(program, month);
  const [revenue] = cards(peopleWithin(program, month, zone), rates, {
    ...all,
    timezone: zone,
    mode: "events",
    statuses: "all",
  });
  const [, conversions, sales, leads, clicks] = cards(seen, rates, {
    ...all,
    mode: "events",
    statuses: "all",
  });
  const traffic = { mode: "summary", statuses: null } as const;
  const approved = { ...all, mode: "summary", statuses: "approved" } as const;
  const summary = summaryOf(program, month);
  const approvedSales = seen.filter(({ sale }) => sale?.status === "approved").length;
  return [
    ...[revenue, conversions, sales].flatMap((card) => card ?? []),
    ...[leads, clicks].flatMap((card) => (card ? { ...card, ...traffic } : [])),
    { ...all, ...traffic, metric: "funnel", value: new Decimal(seen.length) },
    { ...approved, metric: "revenue", value: summary.revenue },
    { ...approved, metric: "conversions", value: new Decimal(summary.rows) },
    { ...approved, metric: "sales", value: new Decimal(approvedSales) },
  ];
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
