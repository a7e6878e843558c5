import { expect, test } from "vitest";

import type { Prompt } from "#model/prompt.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import { slackAnnouncer } from "#slack/announcer.ts";
import { collected, compared, exampleRun } from "./example-run.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

async function announce({ run, steps }: { run: Run; steps: RunStep[] }) {
  await store().transaction((trx) => slackAnnouncer({ roles: new Map() }).changed(trx, run, steps));
}

/** The example after its comparison, with a third step that asks for approval. */
function approving(changes: Partial<RunStep>): { run: Run; steps: RunStep[] } {
  const { run, steps } = exampleRun({}, [collected, compared]);
  const last = {
    ...exampleRun().steps[1],
    position: 2,
    kind: "approve",
    status: "waiting",
  } as const;
  return { run, steps: [...steps, { ...(last as RunStep), ...changes }] };
}

const question: Prompt = {
  actions: ["approve", "reject", "hand_over", "skip"],
  text: "Sign it off.",
  field: null,
  role: null,
  excludesRequester: true,
  assignee: null,
  reminders: 0,
  progress: null,
};

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

test("who is to approve finds the verdict above the question, and who asked hears how it went", async () => {
  const wait = { summary: "Waits for a second person", until: null, memory: null } as const;
  const waiting = approving({ pause: { status: "waiting", prompt: question, ...wait } });
  const approved = { ...collected, report: [], summary: "Approved" };
  const ended = approving({ ...waiting.steps[2], status: "complete", outcome: approved });

  await announce(exampleRun({}, [collected, compared]));
  await announce(waiting);
  await announce({ ...ended, run: { ...ended.run, status: "finished", verdict: "explained" } });

  expect((await owed()).slice(4)).toEqual([
    "post run:verdict",
    "post run:step:2:prompt",
    "post run:signed",
  ]);
  const verdicts = await store().db.selectFrom("outbox").select("payload").execute();
  expect(JSON.stringify(verdicts)).toContain("Payouts are $164.02 below commissions");
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
