import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { mark } from "#cadence/snoozes.ts";
import type { PostPayload } from "#slack/outbox.ts";

import { digestsOf, judged } from "./example-digest.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();

const silent = judged("tracking-silence", {
  outcome: "fail",
  text: "No click of prt_006 for 2 days.",
  atRisk: "1211.90",
  rows: [{ what: "partner prt_006" }],
  trend: [40, 41, 0],
  exports: [{ name: "acme_events.csv", sha256: "a".repeat(64), rows: 9 }],
  files: [
    {
      kind: "rows",
      file: "acme_rows.csv",
      title: "Rows",
      sha256: "b".repeat(64),
      bytes: 9,
      rows: 1,
    },
  ],
});

/** What is owed to Slack: keys without ids, and the words of each message. */
async function owed() {
  const rows = await store()
    .db.selectFrom("outbox")
    .select(["key", "kind", "channel", "payload"])
    .orderBy("position")
    .execute();
  return rows.map(({ key, kind, channel, payload }) => ({
    what: `${kind} ${key.replace(/^digest:\w{26}/, "digest").replace(/:[\w-]{16}$/, "")}`,
    channel,
    words: wordsOf((payload as PostPayload).blocks ?? []),
    text: (payload as PostPayload).text,
  }));
}

/** Everything sent so far; later changes of a message are edits. */
const send = () =>
  store().db.updateTable("outbox").set({ status: "sent", message_ts: "1.1" }).execute();

test("green is one line, once, and says nothing before all is judged", async () => {
  const digests = digestsOf(store());
  const id = await digests.begin();
  const results = Array.from({ length: 14 }, (_, index) => judged(`check-${index}`));

  await digests.judge(id, results);
  expect(await owed()).toEqual([]);
  await digests.end(id);
  await digests.end(id);

  const all = await owed();
  expect(all.map(({ what }) => what)).toEqual(["post digest"]);
  expect(all[0]?.words).toBe("✅ All 14 checks of Tuesday 2026-10-13 passed.\n");
});

test("the digest of a whole day says how the endpoints did on that day of its zone, no other does", async () => {
  const asked: unknown[] = [];
  const day = { uptime: 1, p95: 80, incidents: 0, excused: 0, objective: 99.9, lost: [] };
  const digests = digestsOf(store(), {
    async endpointDays(_, window) {
      asked.push(window);
      return [{ endpoint: "shop", ...day, budget: { allowed: 1, used: 0 } }];
    },
  });
  const others = [{ onlyCheck: "a", askedBy: "U0MAYA0001" }, { cadence: "weekly" }];
  for (const changes of [{}, ...others]) {
    const id = await digests.begin(changes);
    await digests.judge(id, [judged("a")]);
    await digests.end(id);
  }

  expect(asked).toEqual([
    { from: Date.parse("2026-10-13T04:00:00Z"), to: Date.parse("2026-10-14T04:00:00Z") },
  ]);
  const told = (await owed()).filter(({ words }) => words.includes("📡"));
  expect(told.map(({ words }) => words)).toEqual([
    "✅ Daily checks, Tuesday 2026-10-13: 1 check passed.\n📡 1 endpoint up all day, p95 at most 80 ms, no incident.\n",
  ]);
});

test("what the sources do not export is one quiet line, and no pass", async () => {
  const digests = digestsOf(store());
  const id = await digests.begin();
  const lacking = judged("retry-spike", {
    outcome: "not_available",
    text: "acme does not export deliveries.",
  });

  await digests.judge(id, [judged("a"), judged("b"), lacking]);
  await digests.end(id);

  const [only] = await owed();
  expect(only?.words).toContain("✅ 2 checks of Tuesday 2026-10-13 passed.");
  expect(only?.words).toContain("▫️ 1 not exported: retry-spike");
});

test("red comes first by money at risk, silence is a group of its own, and the thread has files and hashes", async () => {
  const digests = digestsOf(store());
  const id = await digests.begin();
  const small = judged("stuck-payouts", { outcome: "fail", text: "Small.", atRisk: "12.00" });
  const warning = judged("retry-spike", { outcome: "warn", text: "Warned.", atRisk: "9000.00" });
  const nothing = judged("stale-export", { outcome: "no_data", text: "No record." });

  await digests.judge(id, [judged("a"), small, warning, silent, nothing]);
  await digests.end(id);

  const [root, ...thread] = await owed();
  const words = root?.words ?? "";
  expect(words).toContain("🔴 Daily checks, Tuesday 2026-10-13: 3 of 5 need a look");
  expect(words).toMatch(
    /No click[^]*Small\.[^]*Warned\.[^]*Silence is not health: 1 check[^]*No record\./,
  );
  expect(words).toContain("At risk $1,211.90 · ██▁ last 3 days");
  expect(words).toContain("✅ 1 passed");
  expect(thread.map(({ what }) => what)).toEqual(["upload digest:finding", "post digest:exports"]);
  expect(thread[0]?.text).toContain("*Tracking silence*: No click of prt_006");
  const payloads = await store().db.selectFrom("outbox").select("payload").execute();
  expect(JSON.stringify(payloads)).toContain(`${"a".repeat(64)}  acme_events.csv`);
});

test("too many findings: the worst six in the message, the rest in its thread, each with its buttons", async () => {
  const digests = digestsOf(store());
  const id = await digests.begin();
  const results = Array.from({ length: 15 }, (_, index) =>
    judged(`check-${index}`, { outcome: "fail", text: `No. ${index}.`, atRisk: `${index}.00` }),
  );

  await digests.judge(id, results);
  await digests.end(id);

  const [root, ...thread] = await owed();
  expect(root?.words).toContain("No. 14.");
  expect(root?.words).not.toContain("No. 8.");
  expect(root?.words).toContain("9 more in the thread.");
  expect(thread.map(({ what }) => what)).toEqual([
    "post digest:further:0",
    "post digest:further:1",
  ]);
  expect(thread.map(({ words }) => words.match(/Run payout-mismatch/g)?.length)).toEqual([6, 3]);
});

test("what has no room is counted below its own group: what is wrong is not taken for silent", async () => {
  const digests = digestsOf(store());
  const id = await digests.begin();
  const results = Array.from({ length: 8 }, (_, index) =>
    judged(`check-${index}`, { outcome: "fail", text: `No. ${index}.`, atRisk: `${index}.00` }),
  );
  const nothing = judged("stale-export", { outcome: "no_data", text: "No record." });

  await digests.judge(id, [...results, nothing]);
  await digests.end(id);

  const [root] = await owed();
  expect(root?.words).toMatch(
    /2 more in the thread\.\s*Silence is not health: 1 check could not be judged\s*1 in the thread\./,
  );
});

test("what takes longer than two minutes is told before it has ended, and then kept current", async () => {
  let now = DateTime.utc();
  const digests = digestsOf(store(), { now: () => now });
  const id = await digests.begin();
  await digests.judge(id, [judged("a"), silent], 5);
  expect(await owed()).toEqual([]);

  now = now.plus({ minutes: 2 });
  await digests.judge(id, [], 5);
  expect((await owed())[0]?.words).toContain("3 checks still at work, 1 finding so far.");
  await send();
  await digests.end(id);

  const all = await owed();
  expect(all.map(({ what }) => what).slice(0, 2)).toEqual(["post digest", "update digest:edit"]);
  expect(all[1]?.words).toContain("1 of 2 needs a look");
});

test("who asks sees at once that it is at work", async () => {
  const digests = digestsOf(store());
  await digests.begin({ askedBy: "U0MAYA0001", onlyCheck: "stuck-payouts" });

  const [root] = await owed();
  expect(root?.words).toContain("⏳ Stuck payouts, Tuesday 2026-10-13: 0 checks at work.");
  expect(
    JSON.stringify(await store().db.selectFrom("outbox").select("payload").execute()),
  ).toContain('"requester":"U0MAYA0001"');
});

test("late and failed digests say so and why", async () => {
  const digests = digestsOf(store());
  const id = await digests.begin({ late: "Due 2026-10-14 08:00 EDT, 3 h late." });
  await digests.end(id, "It was broken off 10 times.");

  const [root] = await owed();
  expect(root?.words).toContain("❌ Daily checks, Tuesday 2026-10-13 could not be judged. It was");
  expect(root?.words).toContain("⏰ Due 2026-10-14 08:00 EDT, 3 h late.");
});

test("what was snoozed before is one line; what is snoozed now leaves the digest that it stands in, and no other", async () => {
  const digests = digestsOf(store());
  const first = await digests.begin();
  await digests.judge(first, [silent, judged("a")]);
  await digests.end(first);
  const said = { kind: "snooze", by: "U0MAYA0001", at: new Date() } as const;
  await store().transaction(async (trx) => {
    const until = DateTime.utc().plus({ days: 3 }).toJSDate();
    await mark(trx, silent, { ...said, occurrence_id: first, until });
    await digests.retell(trx, first);
  });
  const [before] = await owed();
  expect(before?.words).toContain("✅ Daily checks, Tuesday 2026-10-13: 1 check passed.");
  expect(before?.words).toContain("💤 Snoozed: Tracking silence until ");

  const second = await digests.begin({ dueAt: DateTime.utc().plus({ seconds: 1 }) });
  await digests.judge(second, [silent, judged("a")]);
  await digests.end(second);

  const last = (await owed()).filter(({ what }) => what === "post digest").at(-1);
  expect(last?.words).toContain("💤 Snoozed: Tracking silence until ");
  expect(last?.words).not.toContain("Acknowledge");
});
