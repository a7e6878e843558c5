const minute = 60_000;
const quarter = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;

export type Rhythm = "daily" | "weekly" | "monthly";

/** A due instant in milliseconds, and the last day of the window it judges. */
export interface Due {
  readonly at: number;
  readonly judges: string;
}

/** Days of a zone as its calendar on the wall has them: told by Intl alone, not by what is measured. */
export interface Calendar {
  /** The first instant of the first day, and that after the last, in milliseconds. */
  readonly begins: number;
  readonly ends: number;
  /** 02:30 daily, on Mondays, or on the last day of months: the first instant at which the wall shows it or has passed it. */
  due(rhythm: Rhythm): Due[];
}

export function calendarOf(timezone: string, first: string, last: string): Calendar {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: timezone,
    dateStyle: "short",
    timeStyle: "short",
    hourCycle: "h23",
  });
  const shown = (instant: number): string => format.format(instant).replace(", ", " ");
  const half = new Map<string, number>();
  for (let date = first; date <= last; date = dayAfter(date))
    half.set(date, reached(date, "02:30"));

  /** In these years clocks differ from UTC by quarters of hours; Casey's change a minute past one. */
  function reached(date: string, time: string): number {
    const wanted = `${date} ${time}`;
    let at = (half.get(dayBefore(date)) ?? Date.parse(date) - 2 * day) + 20 * hour;
    if (shown(at) >= wanted) throw new Error(`${timezone}: ${wanted} lies before ${shown(at)}`);
    while (shown(at) < wanted) at += quarter;
    while (shown(at - minute) >= wanted) at -= minute;
    return at;
  }

  return {
    begins: reached(first, "00:00"),
    ends: reached(dayAfter(last), "00:00"),
    due: (rhythm) =>
      [...half]
        .filter(([date]) => isDue(rhythm, date))
        .map(([date, at]) => ({ at, judges: lastJudged(rhythm, date) })),
  };
}

/** Counted in UTC, where every day has 24 hours. */
function isDue(rhythm: Rhythm, date: string): boolean {
  if (rhythm === "daily") return true;
  return rhythm === "weekly" ? new Date(date).getUTCDay() === 1 : dayAfter(date).endsWith("-01");
}

/** The last day of the last whole day, week or month before a date on which it is due. */
function lastJudged(rhythm: Rhythm, date: string): string {
  return dayBefore(rhythm === "monthly" ? `${date.slice(0, 8)}01` : date);
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + day).toISOString().slice(0, 10);
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - day).toISOString().slice(0, 10);
}
