import type { Kysely } from "kysely";

import { spans } from "#model/history.ts";
import type { Keep, Span } from "#model/history.ts";
import type { Database } from "#store/schema.ts";
import { pageOf } from "#watch/history/pages.ts";

/** A quota counts over a month at most. */
const quotaKept = 62 * spans.day;
/** Changes that an incident has taken up are told by its events. */
const transitionsKept = 30 * spans.day;

/** Forgets what is older than it is to be kept; an incident that goes on is not old. */
export async function forgetOld(db: Kysely<Database>, keep: Keep, now: number): Promise<void> {
  const before = (age: number): Date => new Date(now - age);
  const kept: readonly [Span, number][] = [
    ["minute", keep.minutes],
    ["hour", keep.hours],
    ["day", keep.days],
  ];
  for (const [span, age] of kept) {
    await db
      .deleteFrom("endpoint_history")
      .where("span", "=", span)
      // A page goes when its last span is old.
      .where("at", "<", new Date(pageOf(span, now - age)))
      .execute();
  }
  await db
    .deleteFrom("endpoint_transition")
    .where("handled_at", "<", before(transitionsKept))
    .execute();
  await db.deleteFrom("incident").where("ended_at", "<", before(keep.days)).execute();
  await db.deleteFrom("maintenance").where("to_at", "<", before(keep.days)).execute();
  await db.deleteFrom("quota_use").where("slot", "<", before(quotaKept)).execute();
}
