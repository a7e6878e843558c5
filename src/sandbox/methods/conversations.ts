import { z } from "zod";

import { flag, limit, page, word } from "#sandbox/api/arguments.ts";
import { method, type Method } from "#sandbox/api/method.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { slackMessage } from "#sandbox/shapes/slack-message.ts";
import { isDirectMessage, slackConversation } from "#sandbox/shapes/slack-people.ts";

import { channelOf, directMessages, joinedChannel } from "./channel.ts";

const reads = ["channels:read", "groups:read", "im:read", "mpim:read"];
const reading = ["channels:history", "groups:history", "im:history", "mpim:history"];
const paging = { cursor: word, limit };

const range = {
  channel: z.string(),
  ...paging,
  latest: word,
  oldest: word,
  inclusive: flag,
  include_all_metadata: flag,
};
type Range = z.infer<z.ZodObject<typeof range>>;

const list = method(
  reads,
  z.object({ ...paging, types: word, exclude_archived: flag }),
  (call, parts) => {
    const types = (call.types ?? "public_channel").split(",").map((type) => type.trim());
    const { workspace } = parts;
    const all = [...workspace.channels.values()].filter((channel) => {
      if (channel.is_private)
        return types.includes("private_channel") && channel.members.includes(workspace.bot.id);
      return types.includes(isDirectMessage(channel.id) ? "im" : "public_channel");
    });
    const { items, rest } = page(all, call);
    return {
      channels: items.map((channel) => slackConversation(parts.workspace, channel)),
      ...rest,
    };
  },
);

const info = method(reads, z.object({ channel: z.string() }), (call, parts) => ({
  channel: slackConversation(parts.workspace, channelOf(parts, call.channel)),
}));

const members = method(reads, z.object({ channel: z.string(), ...paging }), (call, parts) => {
  const { items, rest } = page(channelOf(parts, call.channel).members, call);
  return { members: items, ...rest };
});

const history = method(reading, z.object(range), (call, parts) => {
  const channel = joinedChannel(parts, call.channel).id;
  const roots = lasting(parts.workspace.messages(channel)).filter(
    ({ ts, thread_ts: thread }) => thread === undefined || thread === ts,
  );
  const { items, rest } = page(within(roots, call).toReversed(), call);
  return {
    messages: items.map((message) => shown(parts, message, call)),
    has_more: nextCursor(rest) !== "",
    pin_count: parts.workspace.pins(channel).length,
    ...rest,
  };
});

const replies = method(reading, z.object({ ...range, ts: z.string() }), (call, parts) => {
  const channel = joinedChannel(parts, call.channel).id;
  const asked = parts.workspace.message(channel, call.ts);
  if (asked === undefined) throw new Refusal("thread_not_found");
  const thread = lasting(parts.workspace.thread(channel, asked.thread_ts ?? asked.ts));
  const [root, ...answers] = thread;
  const found = within(answers, call);
  const { items, rest } = page(root ? [root, ...found] : found, call, 1000);
  return {
    messages: items.map((message) => shown(parts, message, call)),
    has_more: nextCursor(rest) !== "",
    ...rest,
  };
});

const open = method(
  ["im:write", "mpim:write", "channels:manage"],
  z.object({ users: word, channel: word, return_im: flag, prevent_creation: flag }),
  (call, parts) => {
    const { users, channel: id } = call;
    if (users?.includes(",")) throw new Refusal("method_not_supported_for_channel_type");
    const channel = users === undefined ? channelOf(parts, id) : directMessages(parts, users);
    const full = slackConversation(parts.workspace, channel);
    return { channel: call.return_im ? full : { id: channel.id } };
  },
);

const join = method(["channels:join"], z.object({ channel: z.string() }), (call, parts) => {
  const { workspace } = parts;
  const channel = channelOf(parts, call.channel);
  if (isDirectMessage(channel.id)) throw new Refusal("method_not_supported_for_channel_type");
  const joined = { ...channel, members: [...new Set([...channel.members, workspace.bot.id])] };
  if (!channel.members.includes(workspace.bot.id))
    workspace.record({ type: "channel", channel: joined });
  return { channel: slackConversation(workspace, joined) };
});

function lasting(messages: readonly BoxMessage[]): BoxMessage[] {
  return messages.filter(({ ephemeral_to: only }) => only === undefined);
}

/** The messages of a time range; its ends are outside unless it is inclusive. */
function within(messages: readonly BoxMessage[], call: Range): BoxMessage[] {
  const [oldest, latest] = [Number(call.oldest ?? 0), Number(call.latest ?? Infinity)];
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return call.inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function shown(parts: Parts, message: BoxMessage, call: Range): Record<string, unknown> {
  const metadata =
    call.include_all_metadata === true && parts.scopes.includes("metadata.message:read");
  return slackMessage(parts.workspace, message, { url: parts.url, metadata });
}

function nextCursor(rest: Record<string, unknown>): string {
  return (rest["response_metadata"] as { next_cursor: string }).next_cursor;
}

export const conversations: Readonly<Record<string, Method>> = {
  "conversations.list": list,
  "conversations.info": info,
  "conversations.members": members,
  "conversations.history": history,
  "conversations.replies": replies,
  "conversations.open": open,
  "conversations.join": join,
};
