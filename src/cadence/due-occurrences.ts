import type { DateTime } from "luxon";

import type { NewOccurrence } from "#cadence/occurrences.ts";
import type { Cadence } from "#model/cadence.ts";
import { dueBetween } from "#model/due.ts";
import { lastPeriod } from "#model/period.ts";

/** An occurrence found this much after it was due is late. */
const grace = { minutes: 5 };

/**
 * What has come due of a cadence, oldest first: by its catch-up policy some of what was missed is skipped, and what is done
 * late says that it is late and why. Nothing due is left out.
 */
export function dueOccurrences(
  cadence: Cadence,
  after: DateTime,
  now: DateTime,
  reportingTimezone: string,
): NewOccurrence[] {
  const due = dueBetween(cadence, after, now);
  return due.map((dueAt, index) => {
    const isLast = index === due.length - 1;
    const isMissed = now > dueAt.plus(grace);
    const isSkipped =
      cadence.catchUp === "skip" ? isMissed : cadence.catchUp === "run_latest" && !isLast;
    const missed = isLast && cadence.catchUp === "run_latest" ? due.length - 1 : 0;
    return {
      cadence: cadence.id,
      dueAt,
      period: lastPeriod(dueAt, cadence.window, reportingTimezone),
      channel: cadence.channel,
      status: isSkipped ? "skipped" : "pending",
      late: isMissed ? lateSentence(dueAt, now, missed) : null,
    };
  });
}

function lateSentence(dueAt: DateTime, now: DateTime, missed: number): string {
  const due = dueAt.toFormat("yyyy-MM-dd HH:mm ZZZZ", { locale: "en-US" });
  const hours = now.diff(dueAt, ["days", "hours", "minutes"]).mapUnits(Math.floor);
  const late = hours.toFormat("d' d 'h' h 'm' min'").replace(/^0 d (?:0 h )?/, "");
  const others =
    missed === 0
      ? ""
      : ` ${missed} earlier ${missed === 1 ? "one was" : "ones were"} missed too and ${missed === 1 ? "is" : "are"} skipped; run one by hand with its window.`;
  return `Due ${due}, ${late} late: Countercheck was not running then.${others}`;
}
