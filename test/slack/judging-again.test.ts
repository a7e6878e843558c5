import { expect, test } from "vitest";

import { tomas } from "../sandbox/open-sandbox.ts";
import { digestsOf, judged } from "./example-digest.ts";
import { openDigest } from "./open-digest.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();
const stuck = judged("stuck-payouts", {
  outcome: "fail",
  text: "3 payouts are stuck.",
  atRisk: "9000.00",
  exports: [{ name: "acme_payouts.csv", sha256: "a".repeat(64), rows: 9 }],
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

test("run again edits the message in place: at work, then what was found now, when and by whom", async () => {
  const opened = await openDigest(store(), [stuck]);
  const { ts } = await opened.message("3 payouts are stuck.");

  await opened.use("again", null, tomas);
  const working = await opened.says("being judged again with fresh exports");
  expect(working).not.toContain("Run again");
  await opened.digests.judge(opened.id, [{ ...stuck, text: "2 payouts are stuck." }]);
  await opened.digests.end(opened.id);

  const done = await opened.message("2 payouts are stuck.");
  expect(done.ts).toBe(ts);
  expect(wordsOf(done.blocks)).toMatch(
    new RegExp(`judged again at \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d E[DS]T by <?@${tomas}`),
  );
  expect(wordsOf(done.blocks)).toContain("Run again");
});

test("two clicks at once are one, and the second is told", async () => {
  const opened = await openDigest(store(), [stuck]);
  await opened.message("3 payouts are stuck.");

  await Promise.all([opened.use("again"), opened.use("again")]);

  await opened.handled();
  const told = await opened.privateWords();
  expect(told.map(({ blocks }) => wordsOf(blocks)).join("")).toContain("judged already");
  const rows = await store().db.selectFrom("occurrence").select("status").execute();
  expect(rows).toEqual([{ status: "pending" }]);
});

test("who may not start checks may not run them again, and is told who can", async () => {
  const finance = { users: [tomas], groups: [], channels: [], runbooks: [] };
  const roles = new Map([["finance", { ...finance, may: ["start"] as const }]]);
  const opened = await openDigest(store(), [stuck], { roles });

  await opened.use("again");

  const [refused] = await opened.privateWords();
  expect(wordsOf(refused?.blocks)).toContain("You may not start daily. Ask finance");
  const rows = await store().db.selectFrom("occurrence").select("status").execute();
  expect(rows).toEqual([{ status: "done" }]);
});

test("judged again, the thread gets the new files and exports, and a page of findings that are gone says so", async () => {
  const digests = digestsOf(store());
  const id = await digests.begin();
  const others = Array.from({ length: 7 }, (_, index) =>
    judged(`check-${index}`, { outcome: "fail", text: `No. ${index}.`, atRisk: `${index}.00` }),
  );
  await digests.judge(id, [stuck, ...others]);
  await digests.end(id);
  await store().db.updateTable("outbox").set({ status: "sent", message_ts: "1.1" }).execute();

  await digests.again(id, "U0MAYA0001");
  await digests.judge(id, [stuck, ...others.map((one) => judged(one.check))]);
  await digests.end(id);

  const query = store().db.selectFrom("outbox").select(["key", "kind", "payload"]);
  const rows = await query.orderBy("position").execute();
  const named = rows.map(
    ({ key, kind }) => `${kind} ${key.replaceAll(/:\w{26}|:[\w-]{16}|:\d+/g, "")}`,
  );
  expect(named).toEqual([
    "post digest",
    "post digest:further",
    "upload digest:finding",
    "post digest:exports",
    "update digest:edit",
    "update digest:further:edit",
    "upload digest:finding:again",
    "post digest:exports:again",
  ]);
  const page = rows.find(({ key }) => key.endsWith("further:0:edit"));
  expect(JSON.stringify(page?.payload)).toContain("Judged again: no further finding.");
});
