import type { KnownBlock } from "@slack/types";

import { deliveryFailure } from "#slack/delivery-failure.ts";
import type { Message } from "#slack/message.ts";
import type { SlackWorld } from "#slack/slack-world.ts";
import { newerKinds, noteRefused, refusedKinds } from "#slack/workspace-traits.ts";

const blockRefusals = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "unsupported_block_type",
]);

/** Sends a message in its newest blocks; refused, in classic ones, remembering which the workspace has not; refused again, as words alone. */
export async function showBlocks<Answer>(
  { text, blocks, classic }: Message,
  { db, workspace, log }: SlackWorld,
  send: (text: string, blocks: KnownBlock[]) => Promise<Answer>,
): Promise<Answer> {
  const kinds = newerKinds(blocks);
  const refused = kinds.length > 0 ? await refusedKinds(db, workspace.team) : new Set();
  const known = classic !== null && kinds.some((kind) => refused.has(kind));
  const forms = [...(known ? [] : [blocks]), ...(classic ? [classic] : []), []];
  for (const form of forms) {
    try {
      const answer = await send(text, [...form]);
      if (form === classic && !known) await noteRefused(db, workspace.team, kinds);
      return answer;
    } catch (error) {
      const failure = deliveryFailure(error);
      const ofBlocks = failure.kind === "refused" && blockRefusals.has(failure.said);
      if (!ofBlocks || form.length === 0) throw error;
      log.warn(
        { said: failure.said, details: failure.details },
        "Slack refused a message's blocks",
      );
    }
  }
  throw new Error("no form of the message was sent");
}
