import { expect, test, vi } from "vitest";

import { verifyPackage } from "#evidence/verify/verify.ts";
import { affiliateOps, finance, maya, tomas } from "../sandbox/open-sandbox.ts";
import { openEvidence } from "./open-evidence.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

test("/evidence lists the channel's newest runs, what each lacks, and where it stands", async () => {
  const slack = await openEvidence(store());
  const first = await slack.run();
  const second = await slack.run();
  await slack.add(first.id, slack.whole);
  await slack.add(second.id, ["export", "ids", "instant", "config_changes"]);
  await vi.waitFor(async () => {
    const sent = await store().db.selectFrom("outbox").select("status").execute();
    expect(sent.every(({ status }) => status === "sent")).toBe(true);
  }, 5000);

  await slack.command("");
  const [words] = await slack.privateWords();

  const rows = (words?.blocks ?? []).flatMap((block) =>
    block.type === "section" && block.accessory ? [block.text?.text ?? ""] : [],
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toContain("4 of 5: no screenshot with a date range yet");
  expect(rows[0]).toContain(second.id);
  expect(rows[1]).toContain("✅ 5 of 5\n");
  expect(rows.every((text) => /\*<http[^|]+\|Affiliate payout mismatch>\*/.test(text))).toBe(true);
});

test("a complete run's package comes into its thread, verifies, and is in the audit log", async () => {
  const slack = await openEvidence(store());
  const run = await slack.run();
  await slack.add(run.id, slack.whole);

  await slack.command("last");
  const package_ = await slack.packed();

  const root = (await slack.sandbox.messages(affiliateOps)).find(({ text }) =>
    text.startsWith("Affiliate payout"),
  );
  expect(package_.thread_ts).toBe(root?.ts);
  expect(package_.text).toContain("5 of 5");
  expect(package_.text).toContain(`<@${maya}>`);
  const [file] = package_.files ?? [];
  expect(file?.name).toMatch(/evidence-shared_.*\.zip$/);
  const path = await slack.artifacts.pathOf(file?.name ?? "");
  const said = /--root ([0-9a-f]{64})/.exec(package_.text)?.[1] ?? "";
  expect(await verifyPackage(path, { root: said })).toMatchObject({ ok: true });
  expect(await slack.audited()).toMatchObject([
    { actor: maya, action: "evidence.package", run_id: run.id, detail: { complete: "5 of 5" } },
  ]);
});

test("without an artifact it takes a reason, which stands in the thread", async () => {
  const slack = await openEvidence(store());
  const run = await slack.run();
  await slack.add(run.id, ["export", "ids", "instant", "config_changes"]);

  await slack.command(run.id);
  expect(JSON.stringify((await slack.openView()).view.blocks)).toContain(
    "4 of 5: no screenshot with a date range",
  );
  await slack.submit("   ");
  expect(await slack.packages()).toEqual([]);
  await slack.submit("The dashboard is down");

  expect((await slack.packed()).text).toContain("The dashboard is down");
  expect(await slack.audited()).toMatchObject([{ detail: { reason: "The dashboard is down" } }]);
  await slack.end(run.id);
  await slack.command(run.id);
  await slack.submit("The dashboard is still down");
  await vi.waitFor(async () => expect(await slack.packages()).toHaveLength(2), 5000);
  await slack.command(run.id);
  await vi.waitFor(async () => {
    const told = await slack.privateWords();
    expect(told.some(({ text }) => text.includes("nothing has been added since"))).toBe(true);
  }, 5000);
  expect((await slack.sandbox.state()).views).toEqual([]);
});

test("asked twice at once it is packaged once, and again when nothing was added not at all", async () => {
  const slack = await openEvidence(store());
  const run = await slack.run();
  await slack.add(run.id, slack.whole);
  await slack.end(run.id);

  await Promise.all([slack.command("last"), slack.command("last", tomas)]);
  await slack.packed();
  await slack.handled();
  await slack.command("last");
  await vi.waitFor(async () => {
    const told = await slack.privateWords();
    expect(told.some(({ text }) => text.includes("nothing has been added since"))).toBe(true);
  }, 5000);

  expect(await slack.packages()).toHaveLength(1);
  await slack.add(run.id, ["note"]);
  await slack.command("last");
  await vi.waitFor(async () => expect(await slack.packages()).toHaveLength(2), 5000);
});

test("mentioned in a run's thread it is that run's, and the reason is asked by a button", async () => {
  const slack = await openEvidence(store());
  await slack.say("Payouts look wrong");
  const { ts } = await slack.sandbox.firstMessage(affiliateOps);
  await slack.say("@countercheck runbook payout-mismatch window=2025-10", ts);
  await vi.waitFor(async () => expect(await slack.runs()).toHaveLength(1), 5000);
  await slack.handled();
  await slack.run();

  await slack.say("@countercheck evidence", ts);
  const [words] = await slack.privateWords();
  expect(words?.thread_ts).toBe(ts);
  await slack.click(words, "Package without them…");
  await slack.submit("Only a test");

  const package_ = await slack.packed();
  expect(package_.thread_ts).toBe(ts);
});

test("the verdict offers the package", async () => {
  const slack = await openEvidence(store());
  const run = await slack.run();
  await slack.add(run.id, slack.whole);
  await slack.end(run.id);
  const verdict = await vi.waitFor(async () => {
    const all = await slack.sandbox.messages(affiliateOps);
    const found = all.find(({ blocks = [] }) => blocks.some(({ block_id: id }) => id === "again"));
    if (!found) throw new Error("no verdict yet");
    return found;
  }, 5000);

  await slack.click(verdict, "Package the evidence", tomas);

  expect((await slack.packed()).text).toContain(`<@${tomas}>`);
});

test("who may not is told who can, and a run of another channel is not there", async () => {
  const role = {
    users: [tomas],
    groups: [],
    channels: [],
    may: ["evidence" as const],
    runbooks: [],
  };
  const slack = await openEvidence(store(), { roles: new Map([["finance", role]]) });
  const run = await slack.run();
  await slack.add(run.id, slack.whole);

  await slack.command("last");
  expect((await slack.privateWords())[0]?.text).toContain(
    `You may not package the evidence of ${run.runbook}. Ask finance (<@${tomas}>)`,
  );
  await slack.command(run.id, tomas, finance);
  expect((await slack.privateWords(finance))[0]?.text).toContain("no such run in this channel");

  expect(await slack.packages()).toEqual([]);
  expect(await slack.audited()).toMatchObject([{ action: "access.refused", actor: maya }]);
});

test("where nothing was run yet, that is said with what to do", async () => {
  const slack = await openEvidence(store());

  await slack.command("");

  expect((await slack.privateWords())[0]?.text).toContain(
    "Nothing has been run in this channel yet",
  );
});
