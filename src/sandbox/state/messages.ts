import type { BoxMessage } from "#sandbox/contract.ts";

/** The messages of all channels, oldest first, and which belong to which thread. */
export class Messages {
  readonly #channels = new Map<string, Map<string, BoxMessage>>();
  /** Timestamps of the replies, by channel and first message. */
  readonly #replies = new Map<string, Set<string>>();

  of(channel: string): BoxMessage[] {
    return [...(this.#channels.get(channel)?.values() ?? [])];
  }

  get(channel: string, ts: string): BoxMessage | undefined {
    return this.#channels.get(channel)?.get(ts);
  }

  /** The thread's first message, if it is there, and its replies. */
  thread(channel: string, root: string): BoxMessage[] {
    const replies = this.#replies.get(`${channel} ${root}`) ?? [];
    return [root, ...replies].flatMap((ts) => this.get(channel, ts) ?? []);
  }

  /** Adds a message at the end, or replaces it where it is. */
  put(message: BoxMessage): void {
    const { channel, ts, thread_ts: root } = message;
    const messages = this.#channels.get(channel) ?? new Map<string, BoxMessage>();
    this.#channels.set(channel, messages.set(ts, message));
    if (root === undefined || root === ts) return;
    const key = `${channel} ${root}`;
    this.#replies.set(key, (this.#replies.get(key) ?? new Set()).add(ts));
  }

  delete(channel: string, ts: string): void {
    const message = this.get(channel, ts);
    this.#channels.get(channel)?.delete(ts);
    this.#replies.get(`${channel} ${message?.thread_ts}`)?.delete(ts);
  }
}
