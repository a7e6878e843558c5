import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { line, person, richText } from "#slack/rich-text.ts";

/** Tells a channel what somebody has done to one of its endpoints, so that its silence surprises nobody. */
export function ordered(by: string, done: string): Message {
  return message(`Somebody has ${done}.`, [
    richText(line(["📋 ", person(by), ` has ${done}.`], 600)),
  ]);
}
