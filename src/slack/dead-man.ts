import type { Transaction } from "kysely";
import { sql } from "kysely";
import { DateTime } from "luxon";
import { decodeTime } from "ulid";

import type { Cadence } from "#model/cadence.ts";
import { post } from "#slack/outbox.ts";
import { undelivered } from "#slack/views/undelivered.ts";
import type { Database } from "#store/schema.ts";

/** A digest that is not in its channel after this long is missed. */
const patience = { minutes: 30 };
/** Older ones are nobody's news. */
const lookBack = { days: 3 };

/** Says in a cadence's second channel, once each, that a digest was refused or has not come in time. */
export async function tellUndelivered(
  trx: Transaction<Database>,
  cadences: ReadonlyMap<string, Cadence>,
  now: DateTime,
): Promise<void> {
  const watched = [...cadences.values()].filter(({ deadManChannel }) => deadManChannel !== null);
  if (watched.length === 0) return;
  const overdue = await trx
    .selectFrom("occurrence")
    .leftJoin("outbox", (join) =>
      join.on("outbox.key", "=", sql<string>`'digest:' || occurrence.id`),
    )
    .selectAll("occurrence")
    .select(["outbox.status as delivery", "outbox.failure as refusal"])
    .where(
      "cadence",
      "in",
      watched.map(({ id }) => id),
    )
    .where("asked_by", "is", null)
    .where("occurrence.channel", "is not", null)
    .where("occurrence.status", "<>", "skipped")
    .where("due_at", ">", now.minus(lookBack).toJSDate())
    .where("due_at", "<=", now.toJSDate())
    .where((expression) =>
      expression.or([
        expression("outbox.status", "is", null),
        expression("outbox.status", "<>", "sent"),
        // What is judged again was delivered before.
        expression.and([
          expression("occurrence.status", "in", ["pending", "running"]),
          expression("occurrence.again_at", "is", null),
        ]),
      ]),
    )
    .execute();
  for (const { delivery, refusal, ...occurrence } of overdue) {
    const channel = cadences.get(occurrence.cadence)?.deadManChannel ?? null;
    // One that was caught up with has its time from when it was.
    const since = Math.max(occurrence.due_at.getTime(), decodeTime(occurrence.id));
    const isLate = now > DateTime.fromMillis(since).plus(patience);
    if (channel === null || (delivery !== "failed" && !isLate)) continue;
    const place = { key: `digest:${occurrence.id}:undelivered`, channel, parent: null };
    await post(trx, place, undelivered(occurrence, delivery === "failed" ? refusal : null));
  }
}
