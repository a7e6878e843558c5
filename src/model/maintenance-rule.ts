import { CronExpressionParser } from "cron-parser";
import { DateTime } from "luxon";
import { RRuleTemporal } from "rrule-temporal";
import { z } from "zod";

import { dueBetween, firstInstantAt, widest } from "#model/due.ts";
import type { Maintenance } from "#model/endpoint.ts";

/** Parts of a rule, and what each may say. */
const parts: Readonly<Record<string, RegExp>> = {
  FREQ: /^(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY)$/,
  INTERVAL: /^[1-9]\d*$/,
  COUNT: /^[1-9]\d*$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
  BYMONTH: listOf("([1-9]|1[0-2])"),
  BYWEEKNO: listOf("[+-]?([1-9]|[1-4]\\d|5[0-3])"),
  BYYEARDAY: listOf("[+-]?[1-9]\\d{0,2}"),
  BYMONTHDAY: listOf("[+-]?([1-9]|[12]\\d|3[01])"),
  BYDAY: listOf("([+-]?[1-9]\\d?)?(MO|TU|WE|TH|FR|SA|SU)"),
  BYHOUR: listOf("(1?\\d|2[0-3])"),
  BYMINUTE: listOf("[1-5]?\\d"),
  BYSETPOS: listOf("[+-]?[1-9]\\d{0,2}"),
};
const start = /^DTSTART:(\d{8}T\d{6})$/;
/** What says on which days a rule without a beginning is due. */
const days: Readonly<Record<string, readonly string[]>> = {
  YEARLY: ["BYMONTHDAY", "BYDAY", "BYYEARDAY"],
  MONTHLY: ["BYMONTHDAY", "BYDAY"],
  WEEKLY: ["BYDAY"],
};
const form =
  'a cron expression like "0 2 * * 0", or a rule like FREQ=WEEKLY;BYDAY=SU;BYHOUR=2, after DTSTART:20260104T020000 where it counts from a day';

/** A rule of maintenance; one that would never be due, or not when it seems to be, is refused. */
export const maintenanceRule = z
  .string()
  .min(1)
  .superRefine((rule, context) => {
    const flaw = isCron(rule) ? cronFlaw(rule) : ruleFlaw(rule);
    if (flaw !== null) context.addIssue({ code: "custom", message: `${flaw}; write ${form}` });
  });

/** When maintenance by a rule begins, `(after, until]`, in order; by the wall clock of its zone. */
export function beginningsOf(
  { rule, timezone }: Pick<Maintenance, "rule" | "timezone">,
  after: DateTime,
  until: DateTime,
): number[] {
  if (isCron(rule)) {
    const daysOff = { weekdays: [], dates: [] };
    return dueBetween({ cron: rule, timezone, daysOff }, after, until).map((at) => at.toMillis());
  }
  const walls = parsed(rule, timezone, after).between(
    after.minus(widest).toJSDate(),
    until.plus(widest).toJSDate(),
    true,
  );
  const begun = walls.map(({ epochMilliseconds }) => firstInstantAt(epochMilliseconds, timezone));
  return [...new Set(begun)]
    .filter((at) => at > after.toMillis() && at <= until.toMillis())
    .toSorted((a, b) => a - b);
}

function isCron(rule: string): boolean {
  return !rule.includes("=");
}

function cronFlaw(rule: string): string | null {
  try {
    if (rule.trim().split(/\s+/).length !== 5) throw new Error("five fields");
    CronExpressionParser.parse(rule, { tz: "UTC" });
    return null;
  } catch {
    return `"${rule}" is no time of maintenance`;
  }
}

function ruleFlaw(rule: string): string | null {
  const { begins, said } = readRule(rule);
  for (const [part, value] of said) {
    const allowed = parts[part];
    if (!allowed) return `a rule has no part "${part}"`;
    if (!allowed.test(value)) return `"${value}" is nothing that ${part} can be`;
  }
  const freq = said.get("FREQ");
  if (freq === undefined) return "the rule says no FREQ";
  if (said.has("COUNT") && said.has("UNTIL")) return "a rule says COUNT or UNTIL, not both";
  if (begins === null) return unanchored(freq, said);
  if (begins === "") return `its beginning is not written like DTSTART:20260104T020000`;
  return null;
}

/** Of a rule without a beginning: whether it still says when. */
function unanchored(freq: string, said: ReadonlyMap<string, string>): string | null {
  const counted = ["INTERVAL", "COUNT"].find((part) => said.has(part) && said.get(part) !== "1");
  if (counted !== undefined) return `the rule does not say from when its ${counted} counts`;
  const needed = days[freq];
  if (needed && !needed.some((part) => said.has(part))) return "the rule does not say on which day";
  if (freq === "YEARLY" && !said.has("BYMONTH") && !said.has("BYYEARDAY") && !said.has("BYWEEKNO"))
    return "the rule does not say in which month";
  const isTimed = said.has("BYHOUR") || freq === "HOURLY" || freq === "MINUTELY";
  return isTimed ? null : "the rule does not say at which hour";
}

function readRule(rule: string): {
  /** Null where it says none, empty where it is garbled. */
  readonly begins: string | null;
  readonly said: ReadonlyMap<string, string>;
} {
  const words = rule.trim().split(/\s+/);
  const beginning = words.find((word) => word.startsWith("DTSTART"));
  const text = words.filter((word) => word !== beginning).join(";");
  const said = new Map(
    text
      .replace(/^RRULE:/, "")
      .split(";")
      .map((part) => {
        const [name = "", ...value] = part.split("=");
        return [name.toUpperCase(), value.join("=").toUpperCase()] as const;
      }),
  );
  const begins = beginning === undefined ? null : (start.exec(beginning)?.[1] ?? "");
  return { begins, said };
}

/** In UTC, where no hour is missing and none comes twice: what the clock on the wall shows. */
function parsed(rule: string, timezone: string, from: DateTime): RRuleTemporal {
  const { begins, said } = readRule(rule);
  const beginning =
    begins ?? `${from.minus({ days: 3 }).startOf("year").toFormat("yyyyMMdd")}T000000`;
  const written = [...said].map(([part, value]) =>
    part === "UNTIL" ? `UNTIL=${wallOf(value, timezone)}` : `${part}=${value}`,
  );
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=UTC:${beginning}\nRRULE:${written.join(";")}`,
  });
}

/** An end in UTC as the wall clock of the zone shows it; a day is meant to its end. */
function wallOf(until: string, timezone: string): string {
  if (!until.includes("T")) return `${until}T235959Z`;
  if (!until.endsWith("Z")) return `${until}Z`;
  const at = DateTime.fromFormat(until, "yyyyMMdd'T'HHmmss'Z'", { zone: "utc" });
  return `${at.setZone(timezone).toFormat("yyyyMMdd'T'HHmmss")}Z`;
}

function listOf(one: string): RegExp {
  return new RegExp(`^${one}(,${one})*$`);
}
