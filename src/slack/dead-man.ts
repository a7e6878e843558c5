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

/** True of a digest whose message was posted before its checks had ended, and not edited since. */
const unfinished = sql<boolean>`outbox.status = 'sent' and outbox.sent_at < occurrence.finished_at and (edit.sent_at is null or edit.sent_at < occurrence.finished_at)`;

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
    .leftJoin("outbox as edit", (join) =>
      join.on("edit.key", "=", sql<string>`'digest:' || occurrence.id || ':edit'`),
    )
    .selectAll("occurrence")
    .select(["outbox.status as delivery", "outbox.failure as refusal"])
    .select(["edit.status as edited", "edit.failure as edit_refusal"])
    // Posted while checks were at work, and never since: what it came to is not there.
    .select(unfinished.as("is_unfinished"))
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
        expression.and([unfinished, expression("edit.status", "<>", "sent")]),
      ]),
    )
    .execute();
  for (const row of overdue) {
    const { is_unfinished: isUnfinished, edited, edit_refusal: editRefusal, ...told } = row;
    const { delivery, refusal, ...occurrence } = isUnfinished
      ? { ...told, delivery: edited, refusal: editRefusal }
      : told;
    const channel = cadences.get(occurrence.cadence)?.deadManChannel ?? null;
    // One that was caught up with has its time from when it was.
    const ended = isUnfinished ? (occurrence.finished_at?.getTime() ?? 0) : 0;
    const since = Math.max(occurrence.due_at.getTime(), decodeTime(occurrence.id), ended);
    const isLate = now > DateTime.fromMillis(since).plus(patience);
    if (channel === null || (delivery !== "failed" && !isLate)) continue;
    const place = { key: `digest:${occurrence.id}:undelivered`, channel, parent: null };
    const why = delivery === "failed" ? refusal : null;
    await post(trx, place, undelivered(occurrence, why, isUnfinished));
  }
}
