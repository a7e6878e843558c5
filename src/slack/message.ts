import type { KnownBlock } from "@slack/types";

import { escapeWithin, fitBlocks, limits } from "#slack/block-budget.ts";

/** What Slack shows: a sentence for notifications, blocks, and the same in older blocks for a workspace that refuses the newer. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Null where every workspace can show `blocks`. */
  readonly classic: readonly KnownBlock[] | null;
}

/** A message inside Slack's limits; `text` is escaped. */
export function message(
  text: string,
  blocks: readonly KnownBlock[],
  classic: readonly KnownBlock[] | null = null,
): Message {
  return {
    text: escapeWithin(text, limits.messageText) || "…",
    blocks: fitBlocks(blocks),
    classic: classic && fitBlocks(classic),
  };
}
