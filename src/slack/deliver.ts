import type { WebClient } from "@slack/web-api";

import { deliveryFailure, isRefusal } from "#slack/delivery-failure.ts";
import type { PostPayload, PrivatePayload, ReactionPayload } from "#slack/outbox.ts";
import type { OutboxRow } from "#slack/outbox-rows.ts";
import { bindFiles } from "#slack/outbox-rows.ts";
import { lookFor, metadataOf } from "#slack/read-back.ts";
import { respondPrivately } from "#slack/respond-privately.ts";
import { maskedPayload, sharedUpload } from "#slack/shared-payload.ts";
import { showBlocks } from "#slack/show-blocks.ts";
import type { SlackWorld } from "#slack/slack-world.ts";
import { areShown, sendBytes, showFiles } from "#slack/upload-files.ts";
import type { Upload } from "#slack/views/files.ts";

/** Brings one message to Slack, once: what an earlier attempt may have brought is looked for first. Answers its `ts`. */
export async function deliver(row: OutboxRow, world: SlackWorld): Promise<string | null> {
  const { sharing } = world;
  const payload = sharing ? maskedPayload(row.payload, sharing.mask) : row.payload;
  switch (row.kind) {
    case "post":
      return deliverPost(row, payload as PostPayload, world);
    case "update":
      return deliverEdit(row, payload as PostPayload, world);
    case "upload":
      return deliverUpload(row, payload as Upload, world);
    case "reaction":
      return deliverReaction(row, row.payload as ReactionPayload, world);
    case "private":
      return respondPrivately(row, payload as PrivatePayload, world);
  }
}

async function deliverPost(
  row: OutboxRow,
  payload: PostPayload,
  world: SlackWorld,
): Promise<string | null> {
  const standing = await standingOf(row, world);
  if (standing !== null) return standing;
  const answer = await showBlocks(payload, world, (text, blocks) =>
    world.client.chat.postMessage({
      channel: row.channel,
      ...(row.parent_ts === null ? {} : { thread_ts: row.parent_ts }),
      text,
      ...(blocks.length > 0 ? { blocks } : {}),
      metadata: metadataOf(row.key),
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  return answer.ts ?? null;
}

/** The `ts` under which an earlier attempt brought the message; copies of it are taken back. */
async function standingOf(row: OutboxRow, world: SlackWorld): Promise<string | null> {
  if (!row.unsure) return null;
  const [first, ...doubled] = await lookFor(row, { ...row, thread: row.parent_ts }, world);
  for (const ts of doubled) await removeDoubled(row, ts, world);
  return first ?? null;
}

async function removeDoubled(row: OutboxRow, ts: string, { client, log }: SlackWorld) {
  log.error({ key: row.key, ts }, "a message stands in Slack twice; removing the later one");
  await client.chat.delete({ channel: row.channel, ts }).catch((error: unknown) => {
    log.error({ err: error }, "the doubled message could not be removed");
  });
}

async function deliverEdit(
  row: OutboxRow,
  payload: PostPayload,
  world: SlackWorld,
): Promise<string | null> {
  const ts = row.parent_ts ?? "";
  await showBlocks(payload, world, (text, blocks) =>
    world.client.chat.update({
      channel: row.channel,
      ts,
      text,
      blocks,
      metadata: metadataOf(row.parent ?? row.key),
    }),
  );
  return ts;
}

async function deliverReaction(
  { channel }: OutboxRow,
  payload: ReactionPayload,
  { client }: SlackWorld,
): Promise<null> {
  try {
    await client.reactions.add({ channel, ...payload });
  } catch (error) {
    if (!isRefusal(error, "already_reacted")) throw error;
  }
  return null;
}

async function deliverUpload(
  row: OutboxRow,
  given: Upload,
  world: SlackWorld,
): Promise<string | null> {
  const { upload: payload, pathOf } = await sharedUpload(given, world);
  if (payload.files.length === 0) {
    return (await standingOf(row, world)) ?? postWords(row, payload.text, world.client);
  }
  const place = { channel: row.channel, thread: row.parent_ts };
  try {
    const bound = row.file_ids ?? [];
    if (bound.length > 0) {
      if (await areShown(world.client, bound, row.channel)) return null;
      await showFiles(world.client, bound, payload, place);
      return null;
    }
    const ids = await sendBytes(world.client, payload.files, pathOf);
    await bindFiles(world.db, row.key, ids);
    await showFiles(world.client, ids, payload, place);
    return null;
  } catch (error) {
    if (!refusesFiles(error)) throw error;
    const { said } = refusesFiles(error) ?? { said: "" };
    world.log.error({ key: row.key, said }, "Slack refused files; their names are said");
    const standing = await standingOf(row, world);
    if (standing !== null) return standing;
    const names = payload.files.map(({ file }) => file);
    return postWords(
      row,
      `${payload.text}\n_Slack did not take the files: ${said}._ ${names.join(", ")}`,
      world.client,
    );
  }
}

/** Refusals that are about files, not about the channel. */
function refusesFiles(error: unknown): { said: string } | null {
  const ofTheChannel = ["channel_not_found", "not_in_channel", "is_archived", "thread_not_found"];
  if (isRefusal(error, ...ofTheChannel)) return null;
  const failure = deliveryFailure(error);
  return failure.kind === "refused" ? failure : null;
}

async function postWords(row: OutboxRow, text: string, client: WebClient): Promise<string | null> {
  const answer = await client.chat.postMessage({
    channel: row.channel,
    ...(row.parent_ts === null ? {} : { thread_ts: row.parent_ts }),
    text,
    metadata: metadataOf(row.key),
  });
  return answer.ts ?? null;
}
