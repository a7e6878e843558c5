import type { KnownBlock } from "@slack/types";

import { displayDuration } from "#model/duration.ts";
import { isWell, worstDayFirst } from "#model/endpoint-day.ts";
import type { EndpointDay } from "#model/endpoint-day.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { displayUptime } from "#model/tally-words.ts";
import { bold, bullets, line, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";

/** Endpoints that are told of one by one. */
const mostLines = 8;
const minute = 60_000;

/** How the endpoints did: one line when all is well, else the worst first and a word on the others. */
export function endpointLines(days: readonly EndpointDay[]): KnownBlock[] {
  if (days.length === 0) return [];
  const ordered = days.toSorted(worstDayFirst);
  const bad = ordered.filter((day) => !isWell(day));
  const well = ordered.filter(isWell);
  if (bad.length === 0) return [richText(line([`📡 ${wellOf(well, "endpoint")}.`], 300))];
  const left = bad.length - mostLines;
  const rest = [
    ...(left > 0 ? [`${counted(left, "more endpoint")} to look at`] : []),
    ...(well.length > 0 ? [wellOf(well, "other endpoint")] : []),
  ];
  return [
    richText(
      line([bold(`📡 ${counted(bad.length, "endpoint")} to look at`)]),
      bullets(bad.slice(0, mostLines).map((day) => line(told(day), 300))),
      ...(rest.length > 0 ? [line([`${rest.join(" · ")}.`], 300)] : []),
    ),
  ];
}

function wellOf(well: readonly EndpointDay[], noun: string): string {
  const least = Math.min(...well.map(({ uptime }) => uptime ?? 1));
  const slowest = Math.max(0, ...well.map(({ p95 }) => p95 ?? 0));
  const most = slowest === 0 ? "" : `, p95 at most ${displayDuration(slowest)}`;
  const up = well.length === 1 ? displayUptime(least) : `${displayUptime(least)} or more`;
  return `${counted(well.length, noun)} up ${least === 1 ? "all day" : up}${most}, no incident`;
}

function told(day: EndpointDay): Inline[] {
  const { endpoint, uptime, p95, incidents, excused } = day;
  const parts = [
    uptime === null ? "nobody looked" : `${displayUptime(uptime)} up`,
    ...(p95 === null ? [] : [`p95 ${displayDuration(p95)}`]),
    ...(incidents === 0 ? [] : [counted(incidents, "incident")]),
    ...(excused < minute ? [] : [`${inMinutes(excused)} min down in maintenance`]),
    ...(uptime === null ? [] : [budgetOf(day)]),
  ];
  return [`${markOf(day)} `, bold(endpoint, 60), ` · ${parts.join(" · ")}`];
}

/** What is used of what may be missed in thirty days, in minutes and in money. */
function budgetOf({ budget: { used, allowed }, lost }: EndpointDay): string {
  const cost = lost.slice(0, 3).map(({ amount, currency, of }) => {
    return `about ${shortAmount(amount, currency)} ${of}`;
  });
  const spent = `${inMinutes(used)} of ${inMinutes(allowed)} min of the error budget of 30 days used`;
  return cost.length === 0 ? spent : `${spent}, ${cost.join(" and ")} lost`;
}

function markOf({ uptime, budget }: EndpointDay): string {
  if (uptime === null) return "❔";
  return budget.used > budget.allowed ? "🔴" : "⚠️";
}

function inMinutes(milliseconds: number): string {
  const minutes = milliseconds / minute;
  const digits = minutes > 0 && minutes < 10 ? 1 : 0;
  return minutes.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** An estimate needs no cents, unless it is of a few. */
function shortAmount(amount: string, currency: string): string {
  const value = new Decimal(amount);
  if (value.abs().lt(10)) return displayAmount(value.toDecimalPlaces(2), currency);
  return displayAmount(value.toDecimalPlaces(0), currency).replace(/\.0+$/, "");
}
