import { WebAPIHTTPError, WebAPIRequestError } from "@slack/web-api";

import { deliveryFailure } from "#slack/delivery-failure.ts";
import type { PrivatePayload } from "#slack/outbox.ts";
import type { OutboxRow } from "#slack/outbox-rows.ts";
import { lookFor, metadataOf } from "#slack/read-back.ts";
import { showBlocks } from "#slack/show-blocks.ts";
import type { SlackWorld } from "#slack/slack-world.ts";

/** Slack's addresses for answering work for half an hour; a minute inside it. */
const addressGoodFor = 29 * 60_000;
const timeout = 10_000;

/** Says something to one person alone: through the address Slack gave, else in the channel, else in their direct messages. */
export async function respondPrivately(
  row: OutboxRow,
  { user, respond, thread, message }: PrivatePayload,
  world: SlackWorld,
): Promise<string | null> {
  const { client } = world;
  const inThread = thread ? { thread_ts: thread } : {};
  const isFresh = Date.now() - row.created_at.getTime() < addressGoodFor;
  const ways = [
    ...(respond !== null && isFresh
      ? [
          () =>
            showBlocks(message, world, (text, blocks) =>
              answer(respond, { text, blocks, ...inThread }),
            ),
        ]
      : []),
    () =>
      showBlocks(message, world, (text, blocks) =>
        client.chat.postEphemeral({ channel: row.channel, user, text, blocks, ...inThread }),
      ),
  ];
  for (const way of ways) {
    try {
      await way();
      return null;
    } catch (error) {
      const failure = deliveryFailure(error);
      if (failure.kind !== "refused") throw error;
      world.log.info({ key: row.key, said: failure.said }, "a private way to a person is closed");
    }
  }
  const opened = await client.conversations.open({ users: user });
  const channel = opened.channel?.id ?? "";
  const [standing] = row.unsure ? await lookFor(row, { channel, thread: null }, world) : [];
  if (standing !== undefined) return standing;
  const sent = await showBlocks(message, world, (text, blocks) =>
    client.chat.postMessage({ channel, text, blocks, metadata: metadataOf(row.key) }),
  );
  return sent.ts ?? null;
}

async function answer(
  address: string,
  body: { text: string; blocks: unknown[]; thread_ts?: string },
): Promise<void> {
  const reply = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ response_type: "ephemeral", replace_original: false, ...body }),
    signal: AbortSignal.timeout(timeout),
    redirect: "error",
  }).catch((error: unknown) => {
    throw new WebAPIRequestError(error instanceof Error ? error : new Error(String(error)));
  });
  const said = await reply.text().catch(() => "");
  if (!reply.ok) throw new WebAPIHTTPError(reply.status, said, {}, said);
}
