import type { WebClient } from "@slack/web-api";

import { isRefusal } from "#slack/delivery-failure.ts";
import { capture } from "#slack/capture.ts";
import type { MessageSeen } from "#slack/capture.ts";
import type { Desk } from "#slack/desk.ts";
import { settle } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { runOfThread } from "#slack/run-of-thread.ts";
import { typedWords } from "#slack/typed-words.ts";

/** Files were shared in a thread: in a run's they are evidence, elsewhere nothing happens. */
export async function keepShared(
  shared: Extract<Interaction, { kind: "shared" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { channel, thread, ts, text, files, user } = shared;
  const run = await runOfThread(desk.store.db, channel, thread ?? ts);
  if (!run) return settle(received, desk, async () => {});
  const message = { channel, ts, author: user, text, files, edited: null };
  await capture(run, message, false, received, desk);
}

/** A message was marked: in a run's thread it is captured, words and files; what the bot itself uploaded is evidence already. */
export async function keepMarked(
  { channel, ts }: Extract<Interaction, { kind: "marked" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const found = await lookUp(desk.client, channel, ts);
  const run = found && (await runOfThread(desk.store.db, channel, found.thread));
  if (!run) return settle(received, desk, async () => {});
  const interaction = { ...received.interaction, thread: found.thread };
  const isOurs = found.message.author === desk.workspace.botUserId;
  const message = isOurs ? { ...found.message, files: [] } : found.message;
  await capture(run, message, true, { ...received, interaction }, desk);
}

interface Posted {
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly text?: string;
  readonly edited?: { readonly ts?: string };
  readonly files?: readonly { readonly id?: string }[];
}

/** A message as it stands in Slack, and the thread it stands in; a reaction tells neither. */
async function lookUp(
  client: WebClient,
  channel: string,
  ts: string,
): Promise<{ message: MessageSeen; thread: string } | null> {
  const at = { channel, oldest: ts, latest: ts, inclusive: true, limit: 15 };
  try {
    const { messages = [] } = await client.conversations.replies({ ...at, ts });
    const posted = (messages as Posted[]).find((each) => each.ts === ts);
    if (!posted) return null;
    const { thread_ts: thread = ts, text = "", user, bot_id: bot, edited, files = [] } = posted;
    const message = {
      channel,
      ts,
      author: user ?? bot ?? "unknown",
      text: typedWords(text),
      files: files.flatMap(({ id }) => id ?? []),
      edited: edited?.ts ?? null,
    };
    return { message, thread };
  } catch (error) {
    if (
      isRefusal(
        error,
        "thread_not_found",
        "message_not_found",
        "channel_not_found",
        "not_in_channel",
      )
    )
      return null;
    throw error;
  }
}
