const shapes: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** Writes Slack's date tokens (`{date_short} at {time}`) in the reader's own zone; an unknown token stays as it is. */
export function dateText(seconds: number, format: string, timeZone?: string): string {
  const at = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name: string) => {
    if (name === "ago") return agoText(seconds);
    const shape = shapes[name.replace(/_pretty$/, "")];
    if (!shape) return token;
    return new Intl.DateTimeFormat(undefined, { ...shape, ...(timeZone && { timeZone }) }).format(
      at,
    );
  });
}

function agoText(seconds: number): string {
  const away = seconds - Date.now() / 1000;
  const units = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ] as const;
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  for (const [unit, length] of units)
    if (Math.abs(away) >= length) return relative.format(Math.round(away / length), unit);
  return relative.format(Math.round(away), "second");
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const wholeDay = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  month: "long",
  day: "numeric",
});

function instantOf(ts: string): Date {
  return new Date(Number.parseFloat(ts) * 1000);
}

export function timeText(ts: string): string {
  return timeOfDay.format(instantOf(ts));
}

/** Hours and minutes alone, where there is no room for more. */
export function shortTimeText(ts: string): string {
  const parts = timeOfDay.formatToParts(instantOf(ts));
  const numbers = parts.filter(({ type }) => type !== "dayPeriod").map(({ value }) => value);
  return numbers.join("").trim();
}

export function fullTimeText(ts: string): string {
  return fullTime.format(instantOf(ts));
}

/** The day of a message as a reader says it: Today, Yesterday, or the date. */
export function dayText(ts: string, now = new Date()): string {
  const at = instantOf(ts);
  if (at.toDateString() === now.toDateString()) return "Today";
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (at.toDateString() === yesterday.toDateString()) return "Yesterday";
  const year = at.getFullYear() === now.getFullYear() ? "" : `, ${at.getFullYear()}`;
  return wholeDay.format(at) + year;
}
