import type { KnownBlock } from "@slack/types";

import { identified } from "./blocks/identify.ts";
import type { BoxMessage } from "./contract.ts";
import { sendMessageEvent } from "./events.ts";
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
  sendMessageEvent(parts, message);
  return message;
}

/** Replaces a message that is there, and tells the app. */
export function replace(parts: Parts, old: BoxMessage, message: BoxMessage): void {
  parts.workspace.record({ type: "message", message });
  sendMessageEvent(parts, message, {
    subtype: "message_changed",
    message: { type: "message", ...message },
    previous_message: { type: "message", ...old },
    ts: message.edited?.ts ?? message.ts,
    hidden: true,
  });
}

/** Deletes a message; one with replies leaves a note, as in Slack. */
export function remove(parts: Parts, message: BoxMessage): void {
  const { channel, ts, user } = message;
  const hasReplies = parts.workspace.thread(channel, ts).some((each) => each.ts !== ts);
  if (hasReplies) {
    const note: BoxMessage = { channel, ts, user, text: "This message was deleted." };
    parts.workspace.record({ type: "message", message: note });
  } else {
    parts.workspace.record({ type: "message_deleted", channel, ts });
  }
  sendMessageEvent(parts, message, {
    subtype: "message_deleted",
    deleted_ts: ts,
    previous_message: { type: "message", ...message },
    hidden: true,
  });
}
