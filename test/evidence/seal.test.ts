import { rm } from "node:fs/promises";

import { expect, test } from "vitest";

import { appendEvidence, ledgerOf } from "#evidence/ledger.ts";
import { redactor } from "#evidence/redaction.ts";
import { sealStoredRuns } from "#evidence/seal.ts";
import { verifyPackage } from "#evidence/verify/verify.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { auditLog } from "#runs/audit.ts";
import { insertRun } from "#runs/run-rows.ts";
import { keepCurrent, post, upload } from "#slack/outbox.ts";
import { rowFailed } from "#slack/outbox-rows.ts";
import type { StepInput } from "#step.ts";
import { requestOf } from "../runs/fixtures.ts";
import { message } from "#slack/message.ts";
import { oneStore } from "../slack/open-store.ts";
import { readRunRecord } from "#evidence/run-record.ts";
import { sampleRun } from "./sample.ts";

const store = oneStore();
const redact = redactor(maskEverything, Buffer.from("a key of this test alone"));
const now = new Date("2026-11-03T09:00:00Z");

/** Keeps a run with the sample's evidence, and a thread about it. */
async function storedRun(id: string) {
  const sample = await sampleRun();
  await store().transaction(async (trx) => {
    await insertRun(trx, { ...requestOf(1), id, now });
    const items = sample.record.ledger.map(({ sequence: _sequence, hash: _hash, ...item }) => item);
    await appendEvidence(trx, id, items);
    const place = (part: string) => ({
      key: `run:${id}:${part}`,
      channel: "C1",
      parent: `run:${id}`,
    });
    await post(trx, { ...place("root"), parent: null }, message("the live message", []));
    await post(trx, place("context"), message("What is looked at: <all> & more", []));
    await upload(trx, place("step"), { text: "Export of commissions", files: [] });
    await post(trx, place("lost"), message("never shown", []));
    await rowFailed(trx, place("lost").key, "refused");
  });
  return sample;
}

test("a step seals what the store says of its run, and done again it keeps the same package and tells the audit log once", async () => {
  const { artifacts, folder } = await storedRun("01SEAL");
  const seal = sealStoredRuns({ db: store().db, artifacts, redactor: redact });
  const input = { runId: "01SEAL", startedAt: "2026-11-03T09:10:00.000Z" } as StepInput;
  const file = await seal(input, null);

  expect(await seal(input, null)).toEqual(file);
  expect(file).toMatchObject({ kind: "package", rows: 8 });
  const ledger = await ledgerOf(store().db, "01SEAL");
  expect(await verifyPackage(await artifacts.pathOf(file.file))).toMatchObject({
    ok: true,
    manifest: { sharing: "shared", chain: ledger.at(-1)?.hash, run: { id: "01SEAL" } },
  });
  const root = file.title.replace("Evidence package, root ", "");
  expect(await verifyPackage(await artifacts.pathOf(file.file), { root })).toMatchObject({
    ok: true,
  });
  const { requestedBy: requester } = requestOf(1);
  expect(await auditLog(store().db, { runId: "01SEAL" })).toMatchObject([
    {
      actor: "countercheck",
      action: "evidence.package",
      detail: { requester, complete: "5 of 5", reason: null, root },
    },
  ]);
  await rm(folder, { recursive: true });
});

test("a message that was edited stands in the transcript as it was last", async () => {
  const { folder } = await storedRun("01EDIT");
  const place = { key: "run:01EDIT:prompt", channel: "C1", parent: "run:01EDIT" };
  const asked = message("asked", [{ type: "section", text: { type: "mrkdwn", text: "Release?" } }]);
  await store().transaction(async (trx) => {
    await keepCurrent(trx, place, asked);
    await trx
      .updateTable("outbox")
      .set({ status: "sent", attempts: 1 })
      .where("key", "=", place.key)
      .execute();
    await keepCurrent(trx, place, { ...asked, blocks: [], text: "Approved by &lt;Tomás&gt;" });
  });
  const record = await readRunRecord(store().db, "01EDIT");
  const texts = record?.transcript.map(({ text }) => text);

  expect(texts).toContain("Approved by <Tomás>");
  expect(texts).not.toContain("Release?");
  await rm(folder, { recursive: true });
});

test("the transcript holds what was said in the thread, by the bot and by people, in its order", async () => {
  const { folder } = await storedRun("01TALK");
  const record = await readRunRecord(store().db, "01TALK");
  const said = record?.transcript.map(({ by, text }) => [by, text]);

  expect(said).toContainEqual(["countercheck", "What is looked at: <all> & more"]);
  expect(said).toContainEqual(["countercheck", "Export of commissions"]);
  expect(said).toContainEqual([
    "U0FINN0002",
    "approval\naction: approve\nquestion: Release the payouts?",
  ]);
  expect(said).toHaveLength(3);
  expect(await readRunRecord(store().db, "01NONE")).toBeNull();
  await rm(folder, { recursive: true });
});
