import { expect, test } from "vitest";

import { affiliateOps, maya, random, tomas } from "../sandbox/open-sandbox.ts";
import { judged } from "./example-digest.ts";
import { openDigest } from "./open-digest.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();

async function open(given: Parameters<typeof openDigest>[2] = {}) {
  const opened = await openDigest(store(), [], given);
  return {
    ...opened,
    check: (text: string, channel = affiliateOps, user = maya) =>
      opened.sandbox.person("/box/command", { user, channel, command: "/check", text }),
    refusal: async (channel = affiliateOps) =>
      wordsOf((await opened.privateWords(channel))[0]?.blocks),
  };
}

test("a cadence typed with a window and a source is asked for as typed, and seen at once", async () => {
  const opened = await open();

  await opened.check("weekly window=2025-W46 source=acme");
  await opened.message("Weekly checks, 2025-W46");

  expect(await opened.digests.occurrences()).toMatchObject([
    {
      cadence: "weekly",
      only_check: null,
      only_source: "acme",
      period: { from: "2025-11-10", to: "2025-11-16", span: "week" },
      asked_by: maya,
      channel: affiliateOps,
    },
  ]);
});

test("one check is asked for over the last window of its cadence", async () => {
  const opened = await open();

  await opened.check("stuck-payouts");
  await opened.message("⏳ Stuck payouts");

  expect(await opened.digests.occurrences()).toMatchObject([
    { cadence: "weekly", only_check: "stuck-payouts", period: { span: "week" } },
  ]);
});

test("what cannot be judged is said to that person alone", async () => {
  const opened = await open();

  await opened.check("weekly window=2999-W01");
  expect(await opened.refusal()).toContain("is not closed yet");
  await opened.check("weekly", random);
  expect(await opened.refusal(random)).toContain("/invite");
  expect(await opened.digests.occurrences()).toEqual([]);
});

test("who may not start it is told who can", async () => {
  const may = ["start"] as const;
  const finance = { users: [tomas], groups: [], channels: [], runbooks: [], may };
  const opened = await open({ roles: new Map([["finance", finance]]) });

  await opened.check("weekly window=2025-W46");

  expect(await opened.refusal()).toContain("You may not start weekly. Ask finance");
  await opened.check("weekly window=2025-W46", affiliateOps, tomas);
  await opened.message("Weekly checks, 2025-W46");
});

test("nothing typed opens a form that says beside its field what is wrong", async () => {
  const opened = await open();

  await opened.check("");
  const form = await opened.openView();
  const chosen = (value: string) => ({ value, text: { type: "plain_text", text: value } });
  const submit = (window: string) =>
    opened.sandbox.person("/box/submit", {
      user: maya,
      view_id: form.id,
      state: {
        check_what: { value: { type: "static_select", selected_option: chosen("daily") } },
        check_window: { value: { type: "plain_text_input", value: window } },
      },
    });
  await submit("2999-01-01");
  expect((await opened.openView()).errors).toEqual({
    check_window: expect.stringContaining("is not closed yet"),
  });
  await submit("2025-11-18");

  await opened.message("Daily checks, Tuesday 2025-11-18");
});

test("a mention in a thread asks the same, and is answered in that thread", async () => {
  const opened = await open();
  await opened.sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    text: "Numbers look odd.",
  });
  const first = await opened.sandbox.firstMessage(affiliateOps);

  await opened.sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    thread_ts: first.ts,
    text: "@countercheck check weekly window=2025-W46",
  });

  const digest = await opened.message("Weekly checks, 2025-W46");
  expect(digest.thread_ts).toBe(first.ts);
});

test("the list shows each check with its last outcome and when it is due", async () => {
  const opened = await open();
  const id = await opened.digests.begin({ cadence: "weekly", channel: null });
  await opened.digests.judge(id, [
    judged("stuck-payouts", { outcome: "fail" }),
    judged("stuck-payouts", { outcome: "warn", program: "prg_gone" }),
  ]);

  await opened.check("list");

  const words = await opened.refusal();
  expect(words).toContain("*weekly*, by hand only");
  expect(words).toContain("🔴 2026-10-13 `stuck-payouts` Payouts settle");
});
