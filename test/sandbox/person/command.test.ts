import { expect, test, vi } from "vitest";
import { affiliateOps, appOn, maya, openSandbox, random, tomas } from "../open-sandbox.ts";

const run = { user: maya, channel: affiliateOps, command: "/runbook", text: "payout-mismatch" };

test("a command reaches the app with all Slack says of it, and the app answers in the channel", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const heard: object[] = [];
  app.command("/runbook", async ({ ack, command, client }) => {
    await ack();
    heard.push(command);
    await client.chat.postMessage({ channel: command.channel_id, text: "Running" });
  });
  await app.start();

  const answer = await sandbox.person("/box/command", {
    ...run,
    text: " payout-mismatch by @tomas in #finance & <b> ",
  });

  expect(answer).toEqual({ ok: true });
  await vi.waitFor(async () =>
    expect(await sandbox.messages(affiliateOps)).toMatchObject([{ text: "Running" }]),
  );
  expect(heard).toMatchObject([
    {
      command: "/runbook",
      text: `payout-mismatch by <@${tomas}|tomas> in <#C0FINANCE1|finance> &amp; &lt;b&gt;`,
      user_id: maya,
      channel_id: affiliateOps,
      channel_name: "affiliate-ops",
      team_id: "T0CCDEMO01",
    },
  ]);
});

test("an acknowledgement with text is a whisper, unless it is for the channel", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  app.command("/runbook", async ({ ack, command }) => {
    if (command.text === "loud") await ack({ text: "Hear me", response_type: "in_channel" });
    else await ack("Only you");
  });
  await app.start();

  await sandbox.person("/box/command", run);
  await sandbox.person("/box/command", { ...run, text: "loud" });
  const [whisper, said] = await sandbox.messages(affiliateOps);

  expect(whisper).toMatchObject({ text: "Only you", ephemeral_to: maya });
  expect(said).toMatchObject({ text: "Hear me" });
  expect(said).not.toHaveProperty("ephemeral_to");
});

test("a response_url works where the bot is not, five times", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const urls: string[] = [];
  app.command("/runbook", async ({ ack, command }) => {
    await ack();
    urls.push(command.response_url);
  });
  await app.start();
  await sandbox.person("/box/command", { ...run, channel: random });
  const [url = ""] = urls;
  const respond = () => fetch(url, { method: "POST", body: '{"text":"Invite me"}' });

  const statuses = [];
  for (let use = 1; use <= 6; use += 1) statuses.push((await respond()).status);

  expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  expect(await (await respond()).json()).toEqual({ ok: false, error: "used_url" });
  expect(await sandbox.messages(random)).toHaveLength(5);
});

test("a command nobody takes fails with the sentence Slack shows", async () => {
  const sandbox = await openSandbox({ patience: 40 });
  const app = appOn(sandbox);
  app.command("/runbook", async () => {});

  expect(await sandbox.person("/box/command", run)).toEqual({
    ok: false,
    error: "dispatch_failed",
    text: '/runbook failed with the error "dispatch_failed"',
  });
  await app.start();
  expect(await sandbox.person("/box/command", run)).toEqual({
    ok: false,
    error: "operation_timeout",
    text: '/runbook failed with the error "operation_timeout"',
  });
  expect(await sandbox.person("/box/command", { ...run, command: "/nothing" })).toMatchObject({
    error: "unknown_command",
  });
});

test("a command is refused in a thread", async () => {
  const sandbox = await openSandbox();
  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text: "Root" });
  const { ts } = await sandbox.firstMessage(affiliateOps);

  const answer = await sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    thread_ts: ts,
    text: "/runbook payout-mismatch",
  });

  expect(answer).toMatchObject({ ok: false, error: "command_in_thread" });
  expect(await sandbox.messages(affiliateOps)).toHaveLength(1);
});
