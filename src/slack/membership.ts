import type { WebClient } from "@slack/web-api";

import { isRefusal } from "#slack/delivery-failure.ts";

/** False when the bot certainly cannot post in a channel; when Slack cannot be asked, posting will show. */
export async function isMember(client: WebClient, channel: string): Promise<boolean> {
  if (/^[DUW]/.test(channel)) return true;
  try {
    const { channel: found } = await client.conversations.info({ channel });
    return found?.is_member !== false;
  } catch (error) {
    return !isRefusal(error, "channel_not_found");
  }
}
