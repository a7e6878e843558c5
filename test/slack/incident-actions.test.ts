import { DateTime } from "luxon";
import { expect, test, vi } from "vitest";

import type { IncidentEvent } from "#model/incident.ts";
import type { Observation } from "#model/observation.ts";

import { maya, tomas } from "../sandbox/open-sandbox.ts";
import { openIncident } from "./open-incident.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();

const kinds = (events: readonly IncidentEvent[]) => events.map(({ kind }) => kind);

test("an acknowledged incident says by whom, in its message and its thread", async () => {
  const opened = await openIncident(store());
  await opened.begin();

  await opened.use("acknowledge", null, tomas);

  expect(await opened.says("Acknowledged by")).toContain(`☑️ Acknowledged by @${tomas}`);
  const reply = await opened.message("has acknowledged it");
  expect(reply.thread_ts).toBe((await opened.message("payouts-api is down")).ts);
});

test("two clicks on one button, and two people's, are one word", async () => {
  const opened = await openIncident(store());
  await opened.begin();

  await Promise.all([
    opened.use("acknowledge"),
    opened.use("acknowledge"),
    opened.use("acknowledge", null, tomas),
  ]);
  await opened.handled();

  expect(kinds(await opened.events())).toEqual(["down", "acknowledged"]);
});

test("whoever clicks before the message says that it is over is told so, and it stays over", async () => {
  const opened = await openIncident(store());
  await opened.begin();

  const late = { kind: "limited", seconds: 1 } as const;
  opened.proxy.fault = ({ method }) => (method === "chat.update" ? late : null);
  await opened.end();
  await opened.use("acknowledge");

  const [told] = await opened.privateWords();
  expect(wordsOf(told?.blocks)).toContain("It is over already");
  expect(kinds(await opened.events())).toEqual(["down", "up", "ended"]);
});

test("a snooze until business hours ends at nine on a day of work, where people report", async () => {
  const opened = await openIncident(store());
  await opened.begin();

  await opened.use("snooze", "Until business hours");
  await opened.says("💤 Snoozed until");

  const [, snoozed] = await opened.events();
  const until = snoozed?.kind === "snoozed" ? snoozed.until : "";
  const morning = DateTime.fromISO(until, { zone: "America/New_York" });
  expect(morning.toFormat("HH:mm")).toBe("09:00");
  expect(morning.weekday).toBeLessThan(6);
  expect(morning > DateTime.now()).toBe(true);
  expect(morning.diffNow("days").days).toBeLessThan(4);
});

test("who is assigned is named in the message, and told in its thread", async () => {
  const opened = await openIncident(store());
  await opened.begin();

  await opened.use("assign");
  const form = await opened.openView();
  await opened.sandbox.person("/box/submit", {
    user: maya,
    view_id: form.id,
    state: { incident_assignee: { value: { type: "users_select", selected_user: tomas } } },
  });

  expect(await opened.says("👤 Assigned to")).toContain(`@${tomas}`);
  await opened.says(`👤 @${tomas}, @${maya} asks you to look after this.`);
});

test("maintenance asks how long and why, and holds for every endpoint that is not well", async () => {
  const opened = await openIncident(store());
  await opened.begin();
  const said = (reason: string) => ({
    incident_length: {
      value: {
        type: "static_select",
        selected_option: { value: "120", text: { type: "plain_text", text: "2 hours" } },
      },
    },
    incident_reason: { value: { type: "plain_text_input", value: reason } },
  });

  await opened.use("maintenance");
  const form = await opened.openView();
  const submit = (reason: string) =>
    opened.sandbox.person("/box/submit", {
      user: maya,
      view_id: form.id,
      state: said(reason),
    });
  await submit("  ");
  expect((await opened.openView()).errors).toEqual({
    incident_reason: "Say why, for those who read of it later.",
  });
  await submit("Their database moves");

  await opened.says("🛠️ Maintenance until");
  const [row, ...more] = await store().db.selectFrom("maintenance").selectAll().execute();
  expect(more).toEqual([]);
  expect(row).toMatchObject({
    endpoint: "payouts-api",
    reason: "Their database moves",
    declared_by: maya,
  });
  expect(row && row.to_at.getTime() - row.from_at.getTime()).toBe(2 * 3_600_000);
});

test("a look that is asked for says its timing in the thread, and has the watch look on", async () => {
  const seen: Observation = {
    condition: "up",
    text: "It answered 200.",
    milliseconds: 261,
    phases: { dns: 4, connect: 6, tls: null, firstByte: 250, body: 1 },
  };
  const opened = await openIncident(store(), { look: async () => seen });
  await opened.begin();

  await opened.use("recheck");

  const words = await opened.says("has had it looked at again:");
  expect(words).toContain("payouts-api is up. It answered 200. (dns 4 ms · connect 6 ms");
  const [row] = await store().db.selectFrom("endpoint").selectAll().execute();
  expect(row?.look_asked_at).not.toBeNull();
});

test("the runbook's form holds source, program and the days that are over, and its run lives in the incident's thread", async () => {
  const opened = await openIncident(store());
  await opened.begin();
  const root = await opened.message("payouts-api is down");

  await opened.use("run");
  const form = await opened.openView();
  expect(JSON.stringify(form.view.blocks)).toContain("prg_creators");
  const option = (value: string) => ({
    type: "static_select",
    selected_option: { value, text: { type: "plain_text", text: value } },
  });
  await opened.sandbox.person("/box/submit", {
    user: maya,
    view_id: form.id,
    state: {
      parameter_source: { value: option("acme") },
      parameter_window: { value: { type: "plain_text_input", value: "2025-10-13" } },
      parameter_timezone: { value: { ...option("UTC"), type: "external_select" } },
      parameter_currency: { value: { ...option("USD"), type: "external_select" } },
    },
  });

  await opened.says("▶️ 1 run started from here");
  const [run] = await opened.runs();
  expect(run).toMatchObject({ runbook: "incident-triage", thread: root.ts });
});

test("who may not answer for the triage may not quiet an incident, and is told who can", async () => {
  const ops = { users: [tomas], groups: [], channels: [], runbooks: [], may: ["answer"] as const };
  const opened = await openIncident(store(), { roles: new Map([["ops", ops]]) });
  await opened.begin();

  await opened.use("snooze", "For 30 minutes");
  const [refused] = await opened.privateWords();

  expect(wordsOf(refused?.blocks)).toContain("You may not answer for incident-triage. Ask ops");
  expect(await opened.audited()).toEqual([`access.refused ${maya}`]);
  await opened.use("snooze", "For 30 minutes", tomas);
  await opened.says("💤 Snoozed until");
});

test("of an incident that was never posted no recovery is posted either", async () => {
  const opened = await openIncident(store());
  await opened.begin();
  await store()
    .db.updateTable("outbox")
    .set({ status: "failed", failure: "is_archived", message_ts: null })
    .execute();

  await opened.end();

  await vi.waitFor(async () => {
    const rows = await store().db.selectFrom("outbox").select(["status", "failure"]).execute();
    expect(rows.filter(({ status }) => status === "pending")).toEqual([]);
    expect(rows.map(({ failure }) => failure)).toContain(
      "the message it belongs to was not posted",
    );
  }, 5000);
  const messages = await opened.sandbox.messages("C0AFFILOPS");
  expect(messages.filter(({ blocks }) => wordsOf(blocks).includes("up again"))).toEqual([]);
});
