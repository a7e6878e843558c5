import { DateTime } from "luxon";
import { expect, test, vi } from "vitest";

import { maya, tomas } from "../sandbox/open-sandbox.ts";
import { judged } from "./example-digest.ts";
import { openDigest } from "./open-digest.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();
const stuck = judged("stuck-payouts", {
  outcome: "fail",
  text: "3 payouts are stuck.",
  atRisk: "812.00",
  program: "prg_creators",
});

test("an acknowledged finding says by whom, and is acknowledged once", async () => {
  const opened = await openDigest(store(), [stuck]);

  await opened.use("acknowledge", null, tomas);
  const words = await opened.says("Acknowledged by");

  expect(words).toContain(`☑️ Acknowledged by @${tomas}`);
  expect(words).not.toContain("Acknowledge\n");
  expect(await opened.audited()).toEqual([`check.acknowledge ${tomas}`]);
});

test("a snooze of the menu lasts until the next day begins, and the digest tells it in one line", async () => {
  const opened = await openDigest(store(), [stuck, judged("a")]);

  await opened.use("snooze", "Until tomorrow");
  const words = await opened.says("💤 Snoozed: Stuck payouts (prg_creators) until ");

  const tomorrow = DateTime.now().setZone("America/New_York").plus({ days: 1 }).toISODate();
  expect(words).toContain(`until ${tomorrow} by @${maya}`);
  expect(words).toContain("1 check passed.");
  const [mark] = await store().db.selectFrom("check_mark").selectAll().execute();
  expect(mark).toMatchObject({
    kind: "snooze",
    check_id: "stuck-payouts",
    program: "prg_creators",
  });
});

test("what is judged by the week or the month can be quiet beyond its next digest", async () => {
  const period = { from: "2026-10-12", to: "2026-10-18", timezone: "America/New_York" };
  const weekly = judged("stuck-payouts", {
    outcome: "fail",
    period: { ...period, span: "week" },
  });
  const monthly = judged("open-month", { outcome: "fail", period: { ...period, span: "month" } });
  const opened = await openDigest(store(), [weekly, monthly]);

  await opened.use("snooze", "For two months");
  await opened.says("💤 Snoozed: Open month");
  await opened.use("snooze", "For two weeks");
  const words = await opened.says("; Stuck payouts");

  const today = DateTime.now().setZone("America/New_York");
  expect(words).toContain(`until ${today.plus({ weeks: 2 }).toISODate()} by`);
  expect(words).toContain(`until ${today.plus({ months: 2 }).toISODate()} by`);
});

test("a snooze until a date asks for one that is to come", async () => {
  const opened = await openDigest(store(), [stuck]);
  const picked = (day: string) => ({
    finding_until: { value: { type: "datepicker", selected_date: day } },
  });

  await opened.use("snooze", "Until a date…");
  const form = await opened.openView();
  await opened.sandbox.person("/box/submit", {
    user: maya,
    view_id: form.id,
    state: picked("2026-01-01"),
  });
  expect((await opened.openView()).errors).toEqual({ finding_until: "Choose a day after today." });
  await opened.sandbox.person("/box/submit", {
    user: maya,
    view_id: form.id,
    state: picked("2099-12-24"),
  });

  expect(await opened.says("💤 Snoozed")).toContain("until 2099-12-24");
});

test("who is assigned is named in the digest, and told in its thread", async () => {
  const opened = await openDigest(store(), [stuck]);

  await opened.use("assign");
  const form = await opened.openView();
  await opened.sandbox.person("/box/submit", {
    user: maya,
    view_id: form.id,
    state: { finding_assignee: { value: { type: "users_select", selected_user: tomas } } },
  });

  expect(await opened.says("Assigned to")).toContain(`👤 Assigned to @${tomas} by @${maya}`);
  const told = await opened.message("asks you to look after");
  expect(told.thread_ts).toBeDefined();
  expect(await opened.audited()).toEqual([`check.assign ${maya}`]);
});

test("useful and noise exclude each other: the last word counts", async () => {
  const opened = await openDigest(store(), [stuck]);

  await opened.use("rate", "👎 Noise");
  await opened.says("👎 Noise to");
  await opened.use("rate", "👍 Useful");

  expect(await opened.says("👍 Useful to")).not.toContain("👎 Noise to");
});

test("the runbook's form holds what the check looked at, and the digest says who started it", async () => {
  const opened = await openDigest(store(), [stuck]);

  await opened.use("run");
  const form = await opened.openView();
  const { view } = form;

  const text = JSON.stringify(view.blocks);
  for (const value of ["acme", "2026-10-13", "America/New_York", "USD", "prg_creators"]) {
    expect(text).toContain(value);
  }
  const option = (value: string) => ({
    value: { selected_option: { value, text: { type: "plain_text", text: value } } },
  });
  const menu = (type: string, value: string) => ({ value: { type, ...option(value).value } });
  await opened.sandbox.person("/box/submit", {
    user: maya,
    view_id: form.id,
    state: {
      parameter_source: menu("static_select", "acme"),
      parameter_window: { value: { type: "plain_text_input", value: "2025-10-13" } },
      parameter_timezone: menu("external_select", "UTC"),
      parameter_currency: menu("external_select", "USD"),
    },
  });

  expect(await opened.says("Runbook started by")).toContain(`▶️ Runbook started by @${maya}`);
  const [run] = await opened.runs();
  const [mark] = await store().db.selectFrom("check_mark").selectAll().execute();
  expect(mark).toMatchObject({ kind: "run", run_id: run?.id });
});

test("who may not answer for the runbook may not quiet its findings, and is told who can", async () => {
  const finance = {
    users: [tomas],
    groups: [],
    channels: [],
    runbooks: [],
    may: ["answer"] as const,
  };
  const opened = await openDigest(store(), [stuck], { roles: new Map([["finance", finance]]) });

  await opened.use("snooze", "Until next week");
  const [refused] = await opened.privateWords();

  expect(wordsOf(refused?.blocks)).toContain("You may not answer for payout-mismatch. Ask finance");
  expect(await opened.audited()).toEqual([`access.refused ${maya}`]);
  await opened.use("snooze", "Until next week", tomas);
  await opened.says("💤 Snoozed");
});

test("two clicks on one button are one word", async () => {
  const opened = await openDigest(store(), [stuck]);

  await Promise.all([opened.use("rate", "👍 Useful"), opened.use("rate", "👍 Useful")]);
  await opened.says("👍 Useful to");
  await opened.handled();

  expect(await opened.audited()).toEqual([`check.useful ${maya}`]);
});

test("a finding that is not there any more is said to be gone", async () => {
  const opened = await openDigest(store(), [stuck]);
  await opened.says("3 payouts are stuck.");
  await store().db.deleteFrom("check_result").execute();

  await opened.use("acknowledge");

  const [words] = await opened.privateWords();
  expect(wordsOf(words?.blocks)).toContain("not in the digest any more");
  await vi.waitFor(async () => expect(await opened.audited()).toEqual([]));
});
