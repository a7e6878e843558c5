import { DateTime } from "luxon";

import { causes as vocabulary } from "#model/causes.ts";
import type { CauseId } from "#model/causes.ts";
import { Decimal, displaySigned } from "#model/money.ts";
import type { ReportItem } from "#model/report.ts";
import { dayOfChange } from "#model/timeline.ts";
import type { DatedGap, Timeline } from "#model/timeline.ts";

/** A change so many days before a cause's first record may have led to it. */
export const nearDays = 3;
/** Causes in the table; the timeline's file has every day of all. */
const shown = 25;

/** On which days a cause has records, and the changes that stand shortly before the first. */
export interface Beginning {
  readonly gap: DatedGap;
  readonly cause: CauseId | null;
  readonly amount: Decimal;
  readonly first: string;
  readonly last: string;
  /** `currency 2026-10-09`, oldest first. */
  readonly changes: readonly string[];
}

/** Every cause with its first and last day, comparison by comparison, the earliest first. */
export function beginningsIn(timeline: Timeline): Beginning[] {
  return timeline.gaps.flatMap((gap) => {
    const causes = new Set(gap.days.map(({ cause }) => cause));
    return [...causes]
      .flatMap((cause) => beginningOf(cause, gap, timeline))
      .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  });
}

function beginningOf(cause: CauseId | null, gap: DatedGap, timeline: Timeline): Beginning[] {
  const parts = gap.days.filter((part) => part.cause === cause);
  const days = parts.flatMap(({ day }) => (day === null ? [] : [day])).sort();
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];
  const amount = parts
    .filter(({ day }) => day !== null)
    .reduce((sum, part) => sum.plus(part.amount), new Decimal(0));
  return [{ gap, cause, amount, first, last, changes: changesBefore(first, timeline) }];
}

function changesBefore(first: string, { changes, window }: Timeline): string[] {
  const earliest = DateTime.fromISO(first, { zone: "utc" }).minus({ days: nearDays }).toISODate();
  const near = (changes ?? []).flatMap((change) => {
    const day = dayOfChange(change, window);
    return day <= first && day >= (earliest ?? "") ? [`${change.module} ${day}`] : [];
  });
  return [...new Set(near)];
}

/** When each cause begins and ends; nothing where no record is dated. */
export function beginningsTable(
  { gaps, window }: Timeline,
  beginnings: readonly Beginning[],
): ReportItem[] {
  if (beginnings.length === 0) return [];
  const some = beginnings.length > shown ? `The first ${shown} of ` : "";
  const causes = beginnings.length === 1 ? "1 cause" : `${beginnings.length} causes`;
  const left = ["Comparison", "Cause"].map((title) => ({ title, align: "left" }) as const);
  const right = ["First day", "Last day"].map((title) => ({ title, align: "left" }) as const);
  return [
    {
      kind: "table",
      caption: `${some}${causes} by day, in ${window.timezone}`,
      columns: [
        ...left,
        { title: "Amount", align: "right" },
        ...right,
        { title: `Changed up to ${nearDays} days before`, align: "left" },
      ],
      rows: [
        ...beginnings
          .slice(0, shown)
          .map(({ gap, cause, amount, first, last, changes }) => [
            gap.title,
            cause === null ? "Unexplained" : vocabulary[cause].title,
            amountOf(amount, gap),
            first,
            last,
            changes.join(", "),
          ]),
        ...(beginnings.length > shown ? [] : gaps.flatMap(otherDays)),
      ],
    },
  ];
}

/** What a gap has beside the days shown, so that its rows add up to it. */
function otherDays(gap: DatedGap): string[][] {
  const dated = gap.days
    .filter(({ day }) => day !== null)
    .reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  const rest = new Decimal(gap.gap).minus(dated);
  if (rest.isZero()) return [];
  return [[gap.title, "On other days, or without a day", amountOf(rest, gap), "", "", ""]];
}

function amountOf(amount: Decimal, { currency }: DatedGap): string {
  const unit = currency === null ? "" : ` ${currency}`;
  return `${displaySigned(amount, currency)}${unit}`;
}
