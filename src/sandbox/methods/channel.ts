import { randomBytes } from "node:crypto";

import type { BoxChannel, BoxMessage } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { isDirectMessage } from "#sandbox/shapes/slack-people.ts";

/** The conversation of that id. */
export function channelOf({ workspace }: Parts, id: string | undefined): BoxChannel {
  const channel = workspace.channels.get(id ?? "");
  if (channel === undefined) throw new Refusal("channel_not_found");
  return channel;
}

/** The conversation of that id, which this person can see. */
export function channelFor(parts: Parts, user: string, id: string | undefined): BoxChannel {
  const channel = channelOf(parts, id);
  const isClosed = channel.is_private === true || isDirectMessage(channel.id);
  if (isClosed && !channel.members.includes(user)) throw new Refusal("channel_not_found");
  return channel;
}

/** A conversation's name as interactions tell it: those that are not for all have none. */
export function spokenName({ id, name, is_private: isPrivate }: BoxChannel): string {
  if (isDirectMessage(id)) return "directmessage";
  return isPrivate ? "privategroup" : name;
}

/** The conversation of that id, which the bot is in. */
export function joinedChannel(parts: Parts, id: string | undefined): BoxChannel {
  const channel = channelOf(parts, id);
  if (!channel.members.includes(parts.workspace.installation.botUserId))
    throw new Refusal("not_in_channel");
  return channel;
}

/** Where a post goes: a conversation by id or name, or a person's direct messages. */
export function postTarget(parts: Parts, target: string): BoxChannel {
  const { workspace } = parts;
  if (workspace.users.has(target)) return directMessages(parts, target);
  const name = target.replace(/^#/, "");
  const named = [...workspace.channels.values()].find(
    (channel) => channel.name === name && !isDirectMessage(channel.id),
  );
  return joinedChannel(parts, named?.id ?? target);
}

/** The conversation between the bot and one person, opened when there is none. */
export function directMessages({ workspace }: Parts, user: string): BoxChannel {
  const person = workspace.users.get(user);
  const { bot } = workspace;
  if (person === undefined || person.is_bot) throw new Refusal("user_not_found");
  const open = [...workspace.channels.values()].find(
    ({ id, members }) => isDirectMessage(id) && members.includes(user),
  );
  if (open !== undefined) return open;
  const channel: BoxChannel = {
    id: `D${randomBytes(5).toString("hex").toUpperCase()}`,
    name: bot.name,
    topic: `Direct messages between ${person.real_name} and ${bot.real_name}`,
    members: [user, bot.id],
  };
  workspace.record({ type: "channel", channel });
  return channel;
}

/** The message of that timestamp. */
export function messageOf({ workspace }: Parts, channel: string, ts: string): BoxMessage {
  const message = workspace.message(channel, ts);
  if (message === undefined) throw new Refusal("message_not_found");
  return message;
}

/** Refuses a thread that has no first message. */
export function checkThread({ workspace }: Parts, channel: string, thread?: string): void {
  if (thread === undefined) return;
  const root = workspace.message(channel, thread);
  if (root === undefined || (root.thread_ts ?? thread) !== thread)
    throw new Refusal("thread_not_found");
}
