import { DateTime } from "luxon";
import { z } from "zod";

import { duration, lengthOf } from "#model/asking.ts";
import { defineStep } from "#step.ts";
import type { StepResult } from "#step.ts";

/** Lets time pass, so that what lags can catch up. */
export default defineStep<{ for: string }, StepResult>({
  title: "Wait",
  settings: z.strictObject({ for: duration }),

  async run({ for: length }, { startedAt, at }) {
    const end = DateTime.fromISO(startedAt, { zone: "utc" }).plus(lengthOf(length));
    if (DateTime.fromISO(at) >= end) {
      return { status: "complete", summary: `Waited ${length}`, report: [], evidence: [] };
    }
    const summary = `Waits ${length}`;
    return { status: "waiting", summary, prompt: null, until: end.toISO(), memory: null };
  },
});
