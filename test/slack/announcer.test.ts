import { expect, test } from "vitest";

import type { Run, RunStep } from "#runs/announcer.ts";
import { slackAnnouncer } from "#slack/announcer.ts";
import { collected, compared, exampleRun } from "./example-run.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

async function announce({ run, steps }: { run: Run; steps: RunStep[] }) {
  await store().transaction((trx) => slackAnnouncer({ roles: new Map() }).changed(trx, run, steps));
}

async function owed() {
  const rows = await store()
    .db.selectFrom("outbox")
    .select(["key", "kind", "parent", "status"])
    .orderBy("position")
    .execute();
  return rows.map(({ key, kind }) => `${kind} ${key.replace(/^run:\w+/, "run")}`);
}

test("a run is told of in one message and its thread, each thing once, however often it is called", async () => {
  const begun = exampleRun();
  const halfway = exampleRun({}, [collected]);
  const ended = exampleRun({ status: "finished", verdict: "explained" }, [collected, compared]);

  for (const state of [begun, begun, halfway, halfway, ended, ended]) await announce(state);

  expect(await owed()).toEqual([
    "post run",
    "post run:context",
    "upload run:step:0:0",
    "post run:step:0:1",
    "post run:verdict",
  ]);
});

test("once the message is posted, its next state is an edit, and the same state is none", async () => {
  const sent = () =>
    store().db.updateTable("outbox").set({ status: "sent", attempts: 1 }).execute();
  await announce(exampleRun());
  await sent();
  await announce(exampleRun());
  expect(await owed()).toEqual(["post run", "post run:context"]);

  await announce(exampleRun({}, [collected]));
  await sent();
  await announce(exampleRun({}, [collected]));
  const same = await store().db.selectFrom("outbox").select("status").execute();
  expect(same.every(({ status }) => status === "sent")).toBe(true);

  await announce(exampleRun({}, [collected, compared]));
  const edit = await store()
    .db.selectFrom("outbox")
    .selectAll()
    .where("kind", "=", "update")
    .executeTakeFirstOrThrow();
  expect(edit.status).toBe("pending");
  expect(JSON.stringify(edit.payload)).toContain("Gap −164.02 USD");
});
