import { rootMessages, type Box } from "./box.ts";
import { remember, remembered } from "./memory.ts";

/** How far each user has read each channel. */
export class Unread {
  readonly #read = new Map<string, string>();

  has(box: Box, channel: string, reader: string): boolean {
    const newest = rootMessages(box, channel, reader).at(-1);
    if (!newest || newest.user === reader) return false;
    return newest.ts > this.#readTo(channel, reader);
  }

  markRead(box: Box, channel: string, reader: string): void {
    const newest = rootMessages(box, channel, reader).at(-1)?.ts;
    if (!newest || newest <= this.#readTo(channel, reader)) return;
    this.#read.set(keyOf(channel, reader), newest);
    remember(keyOf(channel, reader), newest);
  }

  #readTo(channel: string, reader: string): string {
    const key = keyOf(channel, reader);
    return this.#read.get(key) ?? remembered(key) ?? "";
  }
}

function keyOf(channel: string, reader: string): string {
  return `read:${reader}:${channel}`;
}
