import { expect, test } from "vitest";
import {
  affiliateOps,
  clientOf,
  finance,
  maya,
  openSandbox,
  random,
  refusalOf,
} from "../open-sandbox.ts";

const section = (text: string) => ({
  type: "section" as const,
  text: { type: "mrkdwn" as const, text },
});

test("a post, its thread and its metadata can be read back", async () => {
  const client = clientOf(await openSandbox());
  const metadata = { event_type: "countercheck", event_payload: { key: "run:1" } };

  const root = await client.chat.postMessage({
    channel: affiliateOps,
    text: "Running",
    blocks: [section("*Running*")],
    metadata,
  });
  const ts = root.ts ?? "";
  await client.chat.postMessage({ channel: affiliateOps, text: "Step 1", thread_ts: ts });
  const history = await client.conversations.history({
    channel: affiliateOps,
    include_all_metadata: true,
  });
  const replies = await client.conversations.replies({ channel: affiliateOps, ts });

  expect(history.messages).toMatchObject([
    { ts, text: "Running", metadata, reply_count: 1, bot_id: "B0CCBOT001" },
  ]);
  expect(history.messages?.[0]?.blocks?.[0]).toMatchObject(section("*Running*"));
  expect(replies.messages?.map(({ text }) => text)).toEqual(["Running", "Step 1"]);
  expect(replies.messages?.[1]).toMatchObject({ thread_ts: ts, parent_user_id: "U0CCBOT001" });
});

test("metadata is not shown to an app without the scope for it", async () => {
  const scopes = ["chat:write", "channels:history"];
  const client = clientOf(await openSandbox({ scopes }));

  await client.chat.postMessage({
    channel: affiliateOps,
    text: "a",
    metadata: { event_type: "countercheck", event_payload: {} },
  });
  const { messages } = await client.conversations.history({
    channel: affiliateOps,
    include_all_metadata: true,
  });

  expect(messages?.[0]).not.toHaveProperty("metadata");
});

test("history is paged, newest first", async () => {
  const client = clientOf(await openSandbox());
  for (const text of ["1", "2", "3"]) await client.chat.postMessage({ channel: finance, text });

  const first = await client.conversations.history({ channel: finance, limit: 2 });
  const cursor = first.response_metadata?.next_cursor ?? "";
  const second = await client.conversations.history({ channel: finance, limit: 2, cursor });

  expect(first.has_more).toBe(true);
  expect(first.messages?.map(({ text }) => text)).toEqual(["3", "2"]);
  expect(second.messages?.map(({ text }) => text)).toEqual(["1"]);
  expect(second.has_more).toBe(false);
});

test("an update in place keeps the message's place, thread and metadata", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const metadata = { event_type: "countercheck", event_payload: { key: "run:1" } };
  const { ts = "" } = await client.chat.postMessage({
    channel: affiliateOps,
    text: "Running",
    metadata,
  });

  await client.chat.update({ channel: affiliateOps, ts, text: "Done", blocks: [section("Done")] });
  const [withBlocks] = await sandbox.messages(affiliateOps);
  await client.chat.update({ channel: affiliateOps, ts, text: "Only text" });
  const [withText] = await sandbox.messages(affiliateOps);

  expect(withBlocks).toMatchObject({ ts, text: "Done", blocks: [section("Done")], metadata });
  expect(withBlocks).not.toHaveProperty("edited");
  expect(withText).toMatchObject({ ts, text: "Only text", metadata });
  expect(withText).not.toHaveProperty("blocks");
  expect(withText).toHaveProperty("edited");
});

test("whispers reach one person and are not in the history", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);

  await client.chat.postEphemeral({ channel: affiliateOps, user: maya, text: "Only you" });

  expect(await sandbox.messages(affiliateOps)).toMatchObject([{ ephemeral_to: maya }]);
  expect((await client.conversations.history({ channel: affiliateOps })).messages).toEqual([]);
});

test("a post to a person opens direct messages, and the same ones again", async () => {
  const client = clientOf(await openSandbox());

  const post = await client.chat.postMessage({ channel: maya, text: "Privately" });
  const open = await client.conversations.open({ users: maya });

  expect(post.channel).toMatch(/^D/);
  expect(open.channel?.id).toBe(post.channel);
});

test("a permalink leads to the message", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const { ts = "" } = await client.chat.postMessage({ channel: affiliateOps, text: "a" });

  const { permalink } = await client.chat.getPermalink({ channel: affiliateOps, message_ts: ts });
  const response = await fetch(permalink ?? "", { redirect: "manual" });

  expect(permalink).toBe(`${sandbox.url}/archives/${affiliateOps}/p${ts.replace(".", "")}`);
  expect(response.headers.get("location")).toBe(`/#/${affiliateOps}`);
});

test("Slack's refusals of a post, by name", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const post = (call: object) =>
    refusalOf(client.chat.postMessage({ channel: affiliateOps, text: "a", ...call }));

  expect(await post({ channel: random })).toMatchObject({ error: "not_in_channel" });
  expect(await post({ channel: "C0NOWHERE1" })).toMatchObject({ error: "channel_not_found" });
  expect(await post({ thread_ts: "1.000000" })).toMatchObject({ error: "thread_not_found" });
  expect(await post({ text: "" })).toMatchObject({ error: "no_text" });
  expect(await post({ text: "x".repeat(40_001) })).toMatchObject({ error: "msg_too_long" });
  expect(await post({ blocks: "[{" })).toMatchObject({ error: "invalid_blocks_format" });
  expect(await post({ metadata: "{}" })).toMatchObject({ error: "invalid_metadata_format" });
  expect(
    await post({ blocks: [{ type: "image", alt_text: "a", slack_file: { id: "F1" } }] }),
  ).toMatchObject({
    error: "invalid_blocks",
    errors: ["invalid slack file [json-pointer:/blocks/0/slack_file]"],
  });
  expect(await post({ blocks: [section("x".repeat(3001))] })).toMatchObject({
    error: "invalid_blocks",
    response_metadata: {
      messages: ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
    },
  });
  expect(await sandbox.messages(affiliateOps)).toEqual([]);
});

test("Slack's refusals of an update or a deletion, by name", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text: "Mine" });
  const { ts } = await sandbox.firstMessage(affiliateOps);
  const own = await client.chat.postMessage({ channel: affiliateOps, text: "a" });
  const update = (call: object) =>
    refusalOf(client.chat.update({ channel: affiliateOps, ts, text: "b", ...call }));

  expect(await update({})).toMatchObject({ error: "cant_update_message" });
  expect(await update({ ts: "1.000000" })).toMatchObject({ error: "message_not_found" });
  expect(await update({ ts: own.ts, text: "x".repeat(4001) })).toMatchObject({
    error: "msg_too_long",
  });
  expect(await refusalOf(client.chat.delete({ channel: affiliateOps, ts }))).toMatchObject({
    error: "cant_delete_message",
  });
});

test("a deleted message is gone; one with replies leaves a note", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const alone = await client.chat.postMessage({ channel: affiliateOps, text: "alone" });
  const root = await client.chat.postMessage({ channel: affiliateOps, text: "root" });
  await client.chat.postMessage({ channel: affiliateOps, text: "reply", thread_ts: root.ts ?? "" });

  await client.chat.delete({ channel: affiliateOps, ts: alone.ts ?? "" });
  await client.chat.delete({ channel: affiliateOps, ts: root.ts ?? "" });

  expect((await sandbox.messages(affiliateOps)).map(({ text }) => text)).toEqual([
    "This message was deleted.",
    "reply",
  ]);
});
