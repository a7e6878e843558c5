import type { BoxMessage } from "./contract.ts";
import { sendEvent } from "./events.ts";
import type { Parts } from "./parts.ts";
import { slackMessage } from "./shapes/slack-message.ts";
import { isDirectMessage } from "./shapes/slack-people.ts";

const subscriptions = {
  channel: "message.channels",
  group: "message.groups",
  im: "message.im",
} as const;

type Shown = Readonly<Record<string, unknown>>;

/** Tells the app of a new message in a conversation it is in, and once more if it is mentioned there. */
export function sendPosted(parts: Parts, message: BoxMessage): void {
  const { id: bot } = parts.workspace.bot;
  const posted = { ...shown(parts, message), event_ts: message.ts };
  send(parts, message, posted);
  const isMention = message.text.includes(`<@${bot}>`) && message.user !== bot;
  if (isMention && !isDirectMessage(message.channel) && hears(parts, message))
    sendEvent(parts, "app_mention", { ...posted, type: "app_mention", channel: message.channel });
}

/** Tells the app what a message was and what it has become. */
export function sendChanged(parts: Parts, old: BoxMessage, message: BoxMessage): void {
  send(parts, message, {
    subtype: "message_changed",
    message: shown(parts, message),
    previous_message: shown(parts, old),
    ts: parts.workspace.timestamps.next(),
    hidden: true,
  });
}

export function sendDeleted(parts: Parts, message: BoxMessage): void {
  send(parts, message, {
    subtype: "message_deleted",
    deleted_ts: message.ts,
    previous_message: shown(parts, message),
    ts: parts.workspace.timestamps.next(),
    hidden: true,
  });
}

function send(parts: Parts, message: BoxMessage, event: Shown): void {
  if (!hears(parts, message)) return;
  const kind = kindOf(parts, message.channel);
  sendEvent(parts, subscriptions[kind], {
    event_ts: String(event["ts"]),
    ...event,
    type: "message",
    channel: message.channel,
    channel_type: kind,
  });
}

function kindOf({ workspace }: Parts, channel: string): keyof typeof subscriptions {
  if (isDirectMessage(channel)) return "im";
  return workspace.channels.get(channel)?.is_private ? "group" : "channel";
}

/** Whispers are no events, and the app hears nothing of conversations it is not in. */
function hears({ workspace }: Parts, { channel, ephemeral_to: only }: BoxMessage): boolean {
  const members = workspace.channels.get(channel)?.members ?? [];
  return only === undefined && members.includes(workspace.bot.id);
}

function shown({ workspace, url }: Parts, message: BoxMessage): Shown {
  return slackMessage(workspace, message, { url, metadata: false });
}
