import { z } from "zod";

import { method, type Method } from "#sandbox/api/method.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { pinned } from "#sandbox/pins.ts";
import { reacted, type Reaction } from "#sandbox/reactions.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { slackMessage } from "#sandbox/shapes/slack-message.ts";

import { joinedChannel, messageOf } from "./channel.ts";

const place = z.object({ channel: z.string(), timestamp: z.string() });
const named = place.extend({ name: z.string().min(1).max(100) });

const addReaction = method(["reactions:write"], named, (call, parts) => {
  if (!reacted(parts, reaction(parts, call), true)) throw new Refusal("already_reacted");
  return {};
});

const removeReaction = method(["reactions:write"], named, (call, parts) => {
  if (!reacted(parts, reaction(parts, call), false)) throw new Refusal("no_reaction");
  return {};
});

const getReactions = method(["reactions:read"], place, (call, parts) => {
  const message = placed(parts, call);
  return { type: "message", channel: message.channel, message: shown(parts, message) };
});

const addPin = method(["pins:write"], place, (call, parts) => {
  if (!pinned(parts, placed(parts, call), parts.workspace.bot.id, true))
    throw new Refusal("already_pinned");
  return {};
});

const removePin = method(["pins:write"], place, (call, parts) => {
  if (!pinned(parts, placed(parts, call), parts.workspace.bot.id, false))
    throw new Refusal("no_pin");
  return {};
});

const listPins = method(["pins:read"], z.object({ channel: z.string() }), (call, parts) => {
  const channel = joinedChannel(parts, call.channel).id;
  const items = parts.workspace.pins(channel).flatMap(({ ts, user, created }) => {
    const message = parts.workspace.message(channel, ts);
    return message
      ? [{ type: "message", channel, created, created_by: user, message: shown(parts, message) }]
      : [];
  });
  return { items };
});

function placed(parts: Parts, call: z.infer<typeof place>): BoxMessage {
  return messageOf(parts, joinedChannel(parts, call.channel).id, call.timestamp);
}

function reaction(parts: Parts, call: z.infer<typeof named>): Reaction {
  const name = call.name.replaceAll(":", "");
  return { message: placed(parts, call), user: parts.workspace.bot.id, name };
}

function shown({ workspace, url }: Parts, message: BoxMessage): Record<string, unknown> {
  return slackMessage(workspace, message, { url, metadata: false });
}

export const marks: Readonly<Record<string, Method>> = {
  "reactions.add": addReaction,
  "reactions.remove": removeReaction,
  "reactions.get": getReactions,
  "pins.add": addPin,
  "pins.remove": removePin,
  "pins.list": listPins,
};
