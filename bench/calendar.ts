const minute = 60_000;
const day = 24 * 60 * minute;

/** Days of a zone as its calendar on the wall has them: told by Intl alone, not by what is measured. */
export interface Calendar {
  /** The first instant of the first day, and that after the last, in milliseconds. */
  readonly begins: number;
  readonly ends: number;
  /** What is wrong with due instants at 02:30 daily, weekly on Mondays or on the last day of months, each with the day it judges last. */
  faultsOf(cadence: "daily" | "weekly" | "monthly", due: ReadonlyMap<number, string>): string[];
}

export function calendarOf(timezone: string, first: string, last: string): Calendar {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  });
  const shown = (instant: number): string => format.format(instant).replace(", ", " ");
  const begins = beginning(first);
  const ends = beginning(dayAfter(last));

  /** The first minute at which the wall shows a day. */
  function beginning(date: string): number {
    let [before, at] = [Date.parse(date) - 2 * day, Date.parse(date) + 2 * day];
    while (at - before > minute) {
      const middle = before + Math.floor((at - before) / 2 / minute) * minute;
      if (shown(middle) < date) before = middle;
      else at = middle;
    }
    return at;
  }

  function faultsOf(cadence: "daily" | "weekly" | "monthly", due: ReadonlyMap<number, string>) {
    const wanted = datesOf(cadence, first, last);
    const faults: string[] = [];
    const dates: string[] = [];
    for (const [instant, judges] of [...due].toSorted(([left], [right]) => left - right)) {
      const [date = "", time = ""] = shown(instant).split(" ");
      dates.push(date);
      if (time !== "02:30" && !(time > "02:30" && shown(instant - minute) < `${date} 02:30`)) {
        faults.push(`${date} at ${time}`);
      }
      if (time === "02:30" && shown(instant - 60 * minute) === shown(instant)) {
        faults.push(`${date}: the second of two`);
      }
      if (judges !== lastJudged(cadence, date)) faults.push(`${date} judges up to ${judges}`);
    }
    const there = new Set(dates);
    for (const date of wanted) if (!there.has(date)) faults.push(`${date} is lost`);
    const surplus =
      dates.length - there.size + [...there].filter((date) => !wanted.has(date)).length;
    if (surplus > 0) faults.push(`${surplus} too many`);
    return faults;
  }
  return { begins, ends, faultsOf };
}

/** The dates on which something is due, counted in UTC, where every day has 24 hours. */
function datesOf(cadence: "daily" | "weekly" | "monthly", first: string, last: string) {
  const dates = new Set<string>();
  for (let date = first; date <= last; date = dayAfter(date)) {
    const isMonday = new Date(date).getUTCDay() === 1;
    const isLast = dayAfter(date).endsWith("-01");
    if (cadence === "daily" || (cadence === "weekly" ? isMonday : isLast)) dates.add(date);
  }
  return dates;
}

/** The last day of the last whole day, week or month before a date on which it is due. */
function lastJudged(cadence: "daily" | "weekly" | "monthly", date: string): string {
  const until = cadence === "monthly" ? `${date.slice(0, 8)}01` : date;
  return new Date(Date.parse(until) - day).toISOString().slice(0, 10);
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + day).toISOString().slice(0, 10);
}
