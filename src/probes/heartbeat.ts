import { DateTime } from "luxon";
import { z } from "zod";

import { displayDuration, duration } from "#model/duration.ts";
import { defineProbe } from "#probe.ts";

const settings = z.strictObject({
  /** How often it is to call. */
  period: duration.refine((length) => length >= 1000, "it calls no more often than once a second"),
  /** How late it may be. */
  grace: duration.default(300_000),
});

export default defineProbe<z.infer<typeof settings>>({
  title: "Calls us in time",
  settings,
  requests: () => 0,
  host: () => null,

  async look({ period, grace }, { lastBeat, now, clock }) {
    const started = clock();
    const last = await lastBeat();
    const milliseconds = clock() - started;
    if (last === null) {
      return { condition: "unknown", text: "It has not called yet.", milliseconds };
    }
    const age = DateTime.fromISO(now()).diff(DateTime.fromISO(last)).toMillis();
    const late = age - period - grace;
    const called = `It called ${displayDuration(Math.max(0, age))} ago`;
    const due = `and is to call every ${displayDuration(period)}`;
    return {
      condition: late > 0 ? "stale" : "up",
      text: late > 0 ? `${called}, ${due}: late by ${displayDuration(late)}.` : `${called}.`,
      milliseconds,
      facts: [["last call", last]],
    };
  },
});
