import type { KnownBlock } from "@slack/types";
import { z } from "zod";

import { flag, word } from "./api/arguments.ts";
import { identified } from "./blocks/identify.ts";
import { checkThread } from "./methods/channel.ts";
import { contentArguments, contentOf, metadataOf } from "./methods/content.ts";
import type { Parts } from "./parts.ts";
import { post, remove, replace } from "./posting.ts";
import { Refusal } from "./refusal.ts";
import type { Occasion } from "./response-addresses.ts";

const responseShape = z.object({
  ...contentArguments,
  response_type: z.enum(["ephemeral", "in_channel"]).catch("ephemeral"),
  replace_original: flag,
  delete_original: flag,
  thread_ts: word,
  metadata: z.unknown().optional(),
});

/** Says what an app answers to an interaction: to the person alone unless it is for the channel, or in place of its message. */
export function answerOccasion(parts: Parts, to: Occasion, body: unknown): void {
  const judged = responseShape.safeParse(body);
  if (!judged.success) throw new Refusal("invalid_payload");
  const { data: call } = judged;
  const original = to.ts === undefined ? undefined : parts.workspace.message(to.channel, to.ts);
  if (call.delete_original && original) {
    remove(parts, original);
    return;
  }
  const { text, blocks } = contentOf(parts.workspace, call);
  if (call.replace_original && original) {
    const { blocks: _, ...rest } = original;
    const shown = identified(blocks ?? []) as KnownBlock[];
    replace(parts, original, { ...rest, text, ...(shown.length > 0 && { blocks: shown }) });
    return;
  }
  checkThread(parts, to.channel, call.thread_ts);
  const metadata = metadataOf(call.metadata);
  post(parts, {
    channel: to.channel,
    user: parts.workspace.bot.id,
    text,
    ...(blocks && { blocks }),
    ...(call.thread_ts && { thread_ts: call.thread_ts }),
    ...(call.response_type === "ephemeral" ? { ephemeral_to: to.user } : metadata && { metadata }),
  });
}
