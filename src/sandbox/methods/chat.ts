import type { KnownBlock } from "@slack/types";
import { z } from "zod";

import { word } from "#sandbox/api/arguments.ts";
import { method, type Method } from "#sandbox/api/method.ts";
import { identified } from "#sandbox/blocks/identify.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { post, remove, replace } from "#sandbox/posting.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { slackMessage } from "#sandbox/shapes/slack-message.ts";

import { channelOf, checkThread, joinedChannel, messageOf, postTarget } from "./channel.ts";
import { contentArguments, contentOf, metadataOf } from "./content.ts";

const place = { channel: z.string(), ts: z.string() };
const writes = ["chat:write"];
const mostUpdatedText = 4000;

const postMessage = method(
  writes,
  z.object({
    channel: z.string(),
    ...contentArguments,
    thread_ts: word,
    metadata: z.unknown().optional(),
  }),
  (call, parts) => {
    const channel = postTarget(parts, call.channel).id;
    const { text, blocks } = contentOf(parts.workspace, call);
    const metadata = metadataOf(call.metadata);
    checkThread(parts, channel, call.thread_ts);
    const message = post(parts, {
      channel,
      user: parts.workspace.bot.id,
      text,
      ...(blocks && { blocks }),
      ...(call.thread_ts && { thread_ts: call.thread_ts }),
      ...(metadata && { metadata }),
    });
    return { channel, ts: message.ts, message: shown(parts, message) };
  },
);

const update = method(
  writes,
  z.object({ ...place, ...contentArguments, metadata: z.unknown().optional() }),
  (call, parts) => {
    const old = ownMessage(parts, call, "cant_update_message");
    const { text, blocks } = contentOf(parts.workspace, call);
    if (text.length > mostUpdatedText) throw new Refusal("msg_too_long");
    const metadata = metadataOf(call.metadata) ?? old.metadata;
    const { blocks: _, edited: __, ...rest } = old;
    const hasBlocks = (blocks ?? []).length > 0;
    const message: BoxMessage = {
      ...rest,
      text,
      ...(hasBlocks
        ? { blocks: identified(blocks ?? []) as KnownBlock[] }
        : { edited: { ts: parts.workspace.timestamps.next() } }),
      ...(metadata && { metadata }),
    };
    replace(parts, old, message);
    return { channel: old.channel, ts: old.ts, text, message: shown(parts, message) };
  },
);

const erase = method(writes, z.object(place), (call, parts) => {
  const message = ownMessage(parts, call, "cant_delete_message");
  remove(parts, message);
  return { channel: message.channel, ts: message.ts };
});

const postEphemeral = method(
  writes,
  z.object({ channel: z.string(), user: z.string(), ...contentArguments, thread_ts: word }),
  (call, parts) => {
    const channel = joinedChannel(parts, call.channel);
    if (!channel.members.includes(call.user)) throw new Refusal("user_not_in_channel");
    const { text, blocks } = contentOf(parts.workspace, call);
    checkThread(parts, channel.id, call.thread_ts);
    const message = post(parts, {
      channel: channel.id,
      user: parts.workspace.bot.id,
      ephemeral_to: call.user,
      text,
      ...(blocks && { blocks }),
      ...(call.thread_ts && { thread_ts: call.thread_ts }),
    });
    return { message_ts: message.ts };
  },
);

const getPermalink = method(
  [],
  z.object({ channel: z.string(), message_ts: z.string() }),
  (call, parts) => {
    const channel = channelOf(parts, call.channel).id;
    const { ts, thread_ts: thread } = messageOf(parts, channel, call.message_ts);
    const inThread = thread && thread !== ts ? `?thread_ts=${thread}&cid=${channel}` : "";
    const permalink = `${parts.url}/archives/${channel}/p${ts.replace(".", "")}${inThread}`;
    return { channel, permalink };
  },
);

function ownMessage(
  parts: Parts,
  call: { readonly channel: string; readonly ts: string },
  refusal: string,
): BoxMessage {
  const message = messageOf(parts, channelOf(parts, call.channel).id, call.ts);
  if (message.ephemeral_to !== undefined) throw new Refusal("message_not_found");
  if (message.user !== parts.workspace.bot.id) throw new Refusal(refusal);
  return message;
}

function shown(parts: Parts, message: BoxMessage): Record<string, unknown> {
  return slackMessage(parts.workspace, message, { url: parts.url, metadata: true });
}

export const chat: Readonly<Record<string, Method>> = {
  "chat.postMessage": postMessage,
  "chat.update": update,
  "chat.delete": erase,
  "chat.postEphemeral": postEphemeral,
  "chat.getPermalink": getPermalink,
};
