import type { BoxAnswer, BoxRequests } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { channelFor, checkThread, directMessages, messageOf } from "#sandbox/methods/channel.ts";
import { sendEvent } from "#sandbox/events.ts";
import { post } from "#sandbox/posting.ts";
import { reacted } from "#sandbox/reactions.ts";

import { personOf, refused } from "./interaction.ts";
import { writtenText } from "./written-text.ts";

const mostText = 12_000;

/** A message as a person types it; a slash command in a thread is refused, as in Slack. */
export function say(parts: Parts, request: BoxRequests["/box/message"]): BoxAnswer {
  const user = personOf(parts, request.user).id;
  const channel = channelFor(parts, user, request.channel).id;
  const { text, thread_ts: thread } = request;
  const command = /^\/[a-z][\w-]*(?=\s|$)/i.exec(text)?.[0];
  if (command !== undefined)
    return thread === undefined
      ? refused("unknown_command", `${command} is not a valid command.`)
      : refused(
          "command_in_thread",
          `${command} is not supported in threads. Type it in the channel.`,
        );
  const problem = wordsProblem(text);
  if (problem) return problem;
  checkThread(parts, channel, thread);
  const written = writtenText(parts.workspace, text);
  post(parts, { channel, user, text: written, ...(thread && { thread_ts: thread }) });
  return { ok: true };
}

/** Why words make no message, or null. */
export function wordsProblem(text: string): BoxAnswer | null {
  if (text.trim() === "") return refused("no_text", "There is nothing to send.");
  if (text.length > mostText)
    return refused("msg_too_long", `A message has at most ${mostText} characters.`);
  return null;
}

export function react(parts: Parts, request: BoxRequests["/box/reaction"]): BoxAnswer {
  const user = personOf(parts, request.user).id;
  const message = messageOf(parts, channelFor(parts, user, request.channel).id, request.ts);
  reacted(parts, { message, user, name: request.name }, request.remove !== true);
  return { ok: true };
}

/** Opening the app's Home tells the app, which may publish a view there. */
export function openHome(parts: Parts, request: BoxRequests["/box/home"]): BoxAnswer {
  const user = personOf(parts, request.user).id;
  const view = parts.modals.home(user)?.view;
  sendEvent(parts, "app_home_opened", {
    type: "app_home_opened",
    user,
    channel: directMessages(parts, user).id,
    tab: "home",
    ...(view && { view }),
  });
  return { ok: true };
}
