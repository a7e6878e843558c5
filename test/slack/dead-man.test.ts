import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { cadencesOf } from "#model/cadence.ts";
import type { PostPayload } from "#slack/outbox.ts";

import { digestsOf, judged } from "./example-digest.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();
const settings = { daily: { channel: "C0AFFILOPS", dead_man_channel: "C0GENERAL1" } };
const cadences = cadencesOf(settings as never, "UTC");

/** Looks for digests that nobody got. */
function lookBy({ teller }: ReturnType<typeof digestsOf>): () => Promise<void> {
  return () => store().transaction((trx) => teller.undelivered(trx, cadences));
}

/** What is owed to Slack: where, and the text of each message. */
async function owed() {
  const rows = await store()
    .db.selectFrom("outbox")
    .select(["channel", "payload"])
    .orderBy("position")
    .execute();
  return rows.map(({ channel, payload }) => ({ channel, text: (payload as PostPayload).text }));
}

/** Everything sent at an instant; later changes of a message are edits. */
const send = (at: DateTime) =>
  store()
    .db.updateTable("outbox")
    .set({ status: "sent", message_ts: "1.1", sent_at: at.toJSDate() })
    .execute();

test("a digest nobody got is said once in the second channel, and why", async () => {
  let now = DateTime.utc();
  const digests = digestsOf(store(), { now: () => now });
  const id = await digests.begin();
  await digests.end(id);
  const look = lookBy(digests);

  await look();
  expect(await owed()).toHaveLength(1);
  await store()
    .db.updateTable("outbox")
    .set({ status: "failed", failure: "is_archived" })
    .execute();
  await look();
  await look();

  const [, note, ...more] = await owed();
  expect(more).toEqual([]);
  expect(note?.channel).toBe("C0GENERAL1");
  expect(note?.text).toContain("has not been delivered. Slack refused it: is_archived.");

  const slow = await digests.begin({ dueAt: now.plus({ seconds: 1 }) });
  now = now.plus({ minutes: 29 });
  await look();
  expect(await owed()).toHaveLength(2);
  now = now.plus({ minutes: 2 });
  await look();
  expect((await owed()).at(-1)?.text).toContain("Its checks are not all judged");
  await digests.end(slow);
});

test("a digest that was told while checks were at work, and never brought to its end, is missed", async () => {
  let now = DateTime.utc();
  const digests = digestsOf(store(), { now: () => now });
  const look = lookBy(digests);
  const id = await digests.begin();
  now = now.plus({ minutes: 3 });
  await digests.judge(id, [judged("tracking-silence", { outcome: "fail" })], 2);
  await send(now);
  now = now.plus({ hours: 1 });
  await digests.end(id);

  await look();
  const told = await owed();
  expect(told.map(({ channel }) => channel)).not.toContain("C0GENERAL1");
  await store()
    .db.updateTable("outbox")
    .set({ status: "failed", failure: "message_not_found" })
    .where("kind", "=", "update")
    .execute();
  await look();
  await look();

  const [note, ...more] = (await owed()).slice(told.length);
  expect(more).toEqual([]);
  expect(note?.channel).toBe("C0GENERAL1");
  expect(note?.text).toContain("could not be brought to its end. Slack refused it: message_not");
});

test("a digest that was delivered is not missed", async () => {
  let now = DateTime.utc();
  const digests = digestsOf(store(), { now: () => now });
  const id = await digests.begin();
  await digests.end(id);
  await send(now);
  now = now.plus({ hours: 2 });

  await lookBy(digests)();

  expect(await owed()).toHaveLength(1);
});
