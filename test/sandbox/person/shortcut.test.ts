import type { MessageShortcut } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import { affiliateOps, appOn, maya, openSandbox, random, tomas } from "../open-sandbox.ts";

const here = "run_runbook_here";

test("an action on a reply reaches the app, which can open a form and whisper into the thread", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const heard: MessageShortcut[] = [];
  app.shortcut(here, async ({ ack, shortcut, client, respond }) => {
    await ack();
    heard.push(shortcut as MessageShortcut);
    const title = { type: "plain_text" as const, text: "Run a runbook" };
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: { type: "modal", title, blocks: [] },
    });
    await respond({ text: "Here it is", thread_ts: root.ts });
  });
  await app.start();
  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text: "Root" });
  const root = await sandbox.firstMessage(affiliateOps);
  const thread_ts = root.ts;
  await sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    text: "Why?",
    thread_ts,
  });
  const [, reply] = await sandbox.messages(affiliateOps);

  const answer = await sandbox.person("/box/shortcut", {
    user: tomas,
    channel: affiliateOps,
    ts: reply?.ts ?? "",
    callback_id: here,
  });

  expect(answer).toEqual({ ok: true });
  await vi.waitFor(async () => expect(await sandbox.messages(affiliateOps)).toHaveLength(3));
  expect(heard).toMatchObject([
    {
      type: "message_action",
      callback_id: here,
      user: { id: tomas },
      channel: { id: affiliateOps, name: "affiliate-ops" },
      message_ts: reply?.ts,
      message: { text: "Why?", user: maya, ts: reply?.ts, thread_ts },
    },
  ]);
  const { views, messages } = await sandbox.state();
  expect(views).toMatchObject([{ user: tomas, view: { title: { text: "Run a runbook" } } }]);
  expect(messages[2]).toMatchObject({ text: "Here it is", thread_ts, ephemeral_to: tomas });
});

test("an action that is not in the manifest, or on no message, is refused; with no app it says so", async () => {
  const sandbox = await openSandbox();
  await sandbox.person("/box/message", { user: maya, channel: random, text: "Root" });
  const { ts } = await sandbox.firstMessage(random);
  const run = (more: object) =>
    sandbox.person("/box/shortcut", {
      user: maya,
      channel: random,
      ts,
      callback_id: here,
      ...more,
    });

  expect(await run({ callback_id: "other" })).toMatchObject({ error: "shortcut_not_found" });
  expect(await run({ ts: "1.000000" })).toMatchObject({ error: "message_not_found" });
  expect(await run({})).toMatchObject({ error: "dispatch_failed" });
});
