import { timezoneLinks } from "#model/timezone-links.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** Every name of the tz database that is accepted: zones, links and fixed offsets. */
export const everyZone = [...new Set([...Intl.supportedValuesOf("timeZone"), ...timezoneLinks])];

/** Names whose clocks show the same in every minute of those years, together. */
export function alike(zones: readonly string[], first: string, last: string): string[][] {
  const [from, to] = [Date.parse(first) - 60 * day, Date.parse(last) + 60 * day];
  return [...Map.groupBy(zones, (zone) => changesOf(zone, from, to)).values()];
}

/** The offsets of a zone, each with the minute at which it begins. */
function changesOf(timezone: string, from: number, to: number): string {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    timeZoneName: "longOffset",
  });
  const offsetAt = (at: number): string => format.format(at).split(", ")[1] ?? "";
  const changes = [offsetAt(from)];
  for (let at = from; at < to; at += day) {
    const next = offsetAt(at + day);
    if (next === offsetAt(at)) continue;
    let [before, after] = [at, at + day];
    while (after - before > minute) {
      const middle = before + Math.floor((after - before) / 2 / minute) * minute;
      if (offsetAt(middle) === offsetAt(at)) before = middle;
      else after = middle;
    }
    changes.push(`${after} ${next}`);
  }
  return changes.join(" ");
}
