import type { WebClient } from "@slack/web-api";

import { deliveryFailure } from "#slack/delivery-failure.ts";

/** The address of a message for people; null where Slack gives none. */
export async function permalinkOf(
  client: WebClient,
  channel: string,
  ts: string,
): Promise<string | null> {
  try {
    return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink ?? null;
  } catch (error) {
    if (deliveryFailure(error).kind === "refused") return null;
    throw error;
  }
}
