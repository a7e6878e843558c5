import { CronExpressionParser } from "cron-parser";
import { z } from "zod";

import { periodKinds } from "#model/period.ts";
import type { PeriodKind } from "#model/period.ts";
import { timezone } from "#model/timezone.ts";

export const catchUps = ["run_latest", "run_all", "skip"] as const;
export type CatchUp = (typeof catchUps)[number];

/** The cadences there are, whatever the configuration says, and the window each judges. */
export const usualCadences: Readonly<Record<string, { cron: string; window: PeriodKind }>> = {
  daily: { cron: "0 8 * * *", window: "day" },
  weekly: { cron: "30 8 * * 1", window: "week" },
  monthly: { cron: "0 9 1 * *", window: "month" },
};

/** When a set of checks is due, and where its digest goes. */
export interface Cadence {
  readonly id: string;
  /** Minute, hour, day of month, month, day of week of the wall clock in its timezone; `L` is the last. */
  readonly cron: string;
  readonly timezone: string;
  /** The last closed one of which it judges. */
  readonly window: PeriodKind;
  /** Slack channel id; null for a cadence that is only run by hand. */
  readonly channel: string | null;
  /** Where it is said that a digest could not be delivered. */
  readonly deadManChannel: string | null;
  /** Ids of checks; null for those of its own name and all that are always judged. */
  readonly checks: readonly string[] | null;
  /** Null for every source. */
  readonly sources: readonly string[] | null;
  readonly catchUp: CatchUp;
  readonly daysOff: DaysOff;
}

/** Days on which nothing is due; what was due then is due on the next day that is not off. */
export interface DaysOff {
  /** 1 is Monday, 7 Sunday. */
  readonly weekdays: readonly number[];
  /** `2026-12-25`. */
  readonly dates: readonly string[];
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const cron = z.string().refine(isCron, {
  error: (issue) =>
    `"${String(issue.input)}" is no time of a cadence; write minute, hour, day of month, month and day of week, like "0 8 * * 1-5" or "0 18 L * *"`,
});
const channel = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{2,}$/,
    "name a channel by its id, like C0123ABCD: copy it from the channel's details",
  );

const settings = z.strictObject({
  cron: cron.optional(),
  timezone: timezone.optional(),
  window: z.enum(periodKinds).optional(),
  channel: channel.nullable().default(null),
  dead_man_channel: channel.nullable().default(null),
  checks: z.array(z.string()).nullable().default(null),
  sources: z.array(z.string()).nullable().default(null),
  catch_up: z.enum(catchUps).default("run_latest"),
  days_off: z
    .strictObject({
      weekdays: z.array(z.enum(weekdays)).max(6, "leave one day of the week").default([]),
      dates: z.array(z.iso.date("write it like 2026-12-25")).default([]),
    })
    .default({ weekdays: [], dates: [] }),
});

/** The schema of `cadences` in countercheck.yml. */
export const cadenceSettings = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, "a cadence is named in lower case letters, digits and -"),
    settings,
  )
  .superRefine((cadences, context) => {
    for (const [id, { cron: when, window, checks }] of Object.entries(cadences)) {
      if (id in usualCadences) continue;
      for (const [field, value] of Object.entries({ cron: when, window, checks })) {
        if (value !== undefined && value !== null) continue;
        const message = `cadence ${id} is one of your own: say its ${field}`;
        context.addIssue({ code: "custom", path: [id], message });
      }
    }
  })
  .default({});

/** Every cadence: those configured, and the usual ones, which else are only run by hand. */
export function cadencesOf(
  configured: z.infer<typeof cadenceSettings>,
  reportingTimezone: string,
): ReadonlyMap<string, Cadence> {
  const ids = new Set([...Object.keys(usualCadences), ...Object.keys(configured)]);
  return new Map(
    [...ids].map((id) => {
      const given = settings.parse(configured[id] ?? {});
      const usual = usualCadences[id];
      const cadence: Cadence = {
        id,
        cron: given.cron ?? usual?.cron ?? "",
        timezone: given.timezone ?? reportingTimezone,
        window: given.window ?? usual?.window ?? "day",
        channel: given.channel,
        deadManChannel: given.dead_man_channel,
        checks: given.checks,
        sources: given.sources,
        catchUp: given.catch_up,
        daysOff: {
          weekdays: given.days_off.weekdays.map((name) => weekdays.indexOf(name) + 1),
          dates: given.days_off.dates,
        },
      };
      return [id, cadence];
    }),
  );
}

function isCron(text: string): boolean {
  if (text.trim().split(/\s+/).length !== 5) return false;
  try {
    CronExpressionParser.parse(text, { tz: "UTC" });
    return true;
  } catch {
    return false;
  }
}
