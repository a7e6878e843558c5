import { expect, test, vi } from "vitest";
import {
  affiliateOps,
  clientOf,
  listenOn,
  maya,
  openSandbox,
  random,
  type OpenSandbox,
} from "./open-sandbox.ts";

async function listening(given: Parameters<typeof openSandbox>[0] = {}) {
  const sandbox = await openSandbox(given);
  return { sandbox, heard: await listenOn(sandbox) };
}

const approvals = "C0APPROVAL";
const priya = "U0PRIYA003";

function says(sandbox: OpenSandbox, text: string, channel = affiliateOps) {
  return sandbox.person("/box/message", { user: maya, channel, text });
}

test("a mention arrives as a message and as a mention, both at the message's own time", async () => {
  const { sandbox, heard } = await listening();

  await says(sandbox, "@countercheck runbook payout-mismatch");

  await vi.waitFor(() => expect(heard).toHaveLength(2));
  const { ts } = await sandbox.firstMessage(affiliateOps);
  const text = "<@U0CCBOT001> runbook payout-mismatch";
  const common = { user: maya, text, ts, event_ts: ts, channel: affiliateOps };
  expect(heard).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: "message", channel_type: "channel", ...common }),
      expect.objectContaining({ type: "app_mention", ...common }),
    ]),
  );
});

test("where the app is not, a mention is not heard either", async () => {
  const { sandbox, heard } = await listening();

  await says(sandbox, "@countercheck are you here?", random);
  await says(sandbox, "Here you are");

  await vi.waitFor(() => expect(heard).toMatchObject([{ text: "Here you are" }]));
});

test("an event without its scope is not delivered, subscribed to or not", async () => {
  const { sandbox, heard } = await listening({
    events: ["app_mention", "message.channels"],
    scopes: ["app_mentions:read"],
  });

  await says(sandbox, "@countercheck hello");
  await says(sandbox, "@countercheck again");

  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard.map(({ type }) => type)).toEqual(["app_mention", "app_mention"]);
});

test("an edit tells what a message was and what it is, as the Web API shows them", async () => {
  const { sandbox, heard } = await listening();
  const client = clientOf(sandbox);
  const { ts = "" } = await client.chat.postMessage({ channel: affiliateOps, text: "old" });

  await client.chat.update({ channel: affiliateOps, ts, text: "new" });

  await vi.waitFor(() => expect(heard).toHaveLength(2));
  expect(heard[1]).toMatchObject({
    type: "message",
    subtype: "message_changed",
    hidden: true,
    channel: affiliateOps,
    message: { text: "new", ts, bot_id: "B0CCBOT001", edited: { user: "U0CCBOT001" } },
    previous_message: { text: "old", ts, bot_id: "B0CCBOT001" },
  });
});

test("a deleted message is told as deleted, with replies as a tombstone until they are gone too", async () => {
  const { sandbox, heard } = await listening();
  const client = clientOf(sandbox);
  const post = async (text: string, thread_ts?: string) =>
    (await client.chat.postMessage({ channel: affiliateOps, text, thread_ts: thread_ts ?? "" }))
      .ts ?? "";
  const root = await post("root");
  const reply = await post("reply", root);

  await client.chat.delete({ channel: affiliateOps, ts: root });
  await client.chat.delete({ channel: affiliateOps, ts: reply });

  await vi.waitFor(() => expect(heard).toHaveLength(5));
  const [, , buried, ...deleted] = heard;
  expect(buried).toMatchObject({
    subtype: "message_changed",
    message: { subtype: "tombstone", user: "USLACKBOT", ts: root, reply_count: 1 },
    previous_message: { text: "root" },
  });
  expect(deleted).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ subtype: "message_deleted", deleted_ts: reply }),
      expect.objectContaining({ subtype: "message_deleted", deleted_ts: root }),
    ]),
  );
  expect(await sandbox.messages(affiliateOps)).toEqual([]);
});

test("a private channel is heard as a group, by the app and its members alone", async () => {
  const { sandbox, heard } = await listening({
    events: ["message.groups"],
    scopes: ["groups:history", "groups:read", "channels:read"],
  });
  const client = clientOf(sandbox);

  const outside = await sandbox.person("/box/message", {
    user: priya,
    channel: approvals,
    text: "Let me in",
  });
  await says(sandbox, "Not subscribed to");
  await says(sandbox, "The batch is ready", approvals);

  await vi.waitFor(() =>
    expect(heard).toMatchObject([
      { type: "message", channel: approvals, channel_type: "group", text: "The batch is ready" },
    ]),
  );
  expect(outside).toMatchObject({ error: "channel_not_found" });
  const { channels = [] } = await client.conversations.list();
  const { channels: hidden } = await client.conversations.list({ types: "private_channel" });
  expect(channels.map(({ name }) => name)).not.toContain("payout-approvals");
  expect(hidden).toMatchObject([{ id: approvals, is_private: true, is_member: true }]);
});
