import type { KnownBlock } from "@slack/types";

import { identified } from "./blocks/identify.ts";
import type { BoxMessage } from "./contract.ts";
import { sendChanged, sendDeleted, sendPosted } from "./message-events.ts";
import type { Parts } from "./parts.ts";

/** A message about to be posted; `ends` names the pending share of files that it fulfils. */
export interface Draft extends Omit<BoxMessage, "ts" | "blocks"> {
  readonly blocks?: readonly object[];
  readonly ends?: string;
}

/** Posts a message with the next timestamp, and tells the app. */
export function post(parts: Parts, { ends, blocks, ...draft }: Draft): BoxMessage {
  const message: BoxMessage = {
    ...draft,
    ts: parts.workspace.timestamps.next(),
    ...(blocks && blocks.length > 0 && { blocks: identified(blocks) as KnownBlock[] }),
  };
  parts.workspace.record({ type: "message", message, ...(ends !== undefined && { ends }) });
  sendPosted(parts, message);
  return message;
}

/** Replaces a message that is there, and tells the app. */
export function replace(parts: Parts, old: BoxMessage, message: BoxMessage): void {
  parts.workspace.record({ type: "message", message });
  sendChanged(parts, old, message);
}

/** Deletes a message and its pin; one with replies leaves a note until the last of them is gone, as in Slack. */
export function remove(parts: Parts, message: BoxMessage): void {
  const { workspace } = parts;
  const { channel, ts, thread_ts: thread } = message;
  if (workspace.pins(channel).some((pin) => pin.ts === ts))
    workspace.record({ type: "unpin", channel, ts });
  if (workspace.thread(channel, ts).some((each) => each.ts !== ts)) {
    const text = "This message was deleted.";
    replace(parts, message, { channel, ts, user: message.user, text, is_deleted: true });
    return;
  }
  sendDeleted(parts, message);
  workspace.record({ type: "message_deleted", channel, ts });
  const root = workspace.message(channel, thread ?? ts);
  if (root?.is_deleted && workspace.thread(channel, root.ts).length === 1) remove(parts, root);
}
