import type { WebClient } from "@slack/web-api";

import { deliveryFailure } from "#slack/delivery-failure.ts";
import type { OutboxRow } from "#slack/outbox-rows.ts";
import type { SlackWorld } from "#slack/slack-world.ts";

/** The name under which our messages carry their outbox key. */
const eventType = "countercheck";
/** What Slack gives a caller at least, even one under its tightest limits. */
const pageSize = 15;
const mostPages = 20;
/** Clocks of two computers differ; a message is looked for from this long before it was written. */
const clockSkewSeconds = 120;

export function metadataOf(key: string) {
  return { event_type: eventType, event_payload: { key } };
}

interface Posted {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
}

/** The `ts` of what earlier attempts brought; where Slack will not let us look there is none: said twice is better than lost. */
export async function lookFor(
  { key, created_at: since }: OutboxRow,
  { channel, thread }: { channel: string; thread: string | null },
  { client, log }: SlackWorld,
): Promise<string[]> {
  try {
    return await readBack(client, { key, channel, thread, since });
  } catch (error) {
    if (error instanceof StillUnsure) throw error;
    const failure = deliveryFailure(error);
    if (failure.kind !== "refused") throw new StillUnsure(error);
    log.warn({ key, said: failure.said }, "Slack does not let us read a message back");
    return [];
  }
}

/** Looking failed for now, so that whether Slack has the message is as unknown as before. */
export class StillUnsure extends Error {
  override readonly name = "StillUnsure";

  constructor(cause: unknown) {
    super("Slack could not be asked whether it has the message", { cause });
  }
}

/** The `ts` of the messages that Slack has under a key, oldest first; looks at what was posted since `since`. */
async function readBack(
  client: WebClient,
  message: { key: string; channel: string; thread: string | null; since: Date },
): Promise<string[]> {
  const { channel, thread } = message;
  const oldest = String(message.since.getTime() / 1000 - clockSkewSeconds);
  const page = { channel, oldest, limit: pageSize, include_all_metadata: true };
  const found: string[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < mostPages; count += 1) {
    const at = cursor === undefined ? page : { ...page, cursor };
    const answer =
      thread === null
        ? await client.conversations.history(at)
        : await client.conversations.replies({ ...at, ts: thread });
    found.push(...ours(answer.messages ?? [], message.key));
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  if (found.length === 0 && cursor !== undefined) {
    throw new StillUnsure(`more than ${mostPages * pageSize} messages came after it`);
  }
  return [...new Set(found)].sort();
}

function ours(messages: readonly Posted[], key: string): string[] {
  return messages.flatMap(({ ts, metadata }) => {
    const payload: { readonly key?: unknown } = metadata?.event_payload ?? {};
    return ts !== undefined && metadata?.event_type === eventType && payload.key === key
      ? [ts]
      : [];
  });
}
