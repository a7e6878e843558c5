import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";

import { wordsOf } from "#slack/delivery-failure.ts";

/** Somebody who joins or leaves is noticed within this time, in milliseconds. */
const goodFor = 60_000;
/** As many as Slack tells at once. */
const atOnce = 1000;

/** Who is in the channels of runs, asked of Slack at most once a minute. */
export class ChannelMembers {
  readonly #client: WebClient;
  readonly #log: Logger;
  readonly #known = new Map<string, { members: Promise<ReadonlySet<string>>; until: number }>();

  constructor(client: WebClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  async has(channel: string, user: string): Promise<boolean> {
    return (await this.#membersOf(channel)).has(user);
  }

  async #membersOf(channel: string): Promise<ReadonlySet<string>> {
    const known = this.#known.get(channel);
    if (known && known.until > Date.now()) return known.members;
    const members = this.#ask(channel);
    this.#known.set(channel, { members, until: Date.now() + goodFor });
    return members;
  }

  /** A channel whose members Slack does not tell counts as empty: what happens there may be private. */
  async #ask(channel: string): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    try {
      for (let cursor = ""; ;) {
        const page = await this.#client.conversations.members({ channel, cursor, limit: atOnce });
        for (const member of page.members ?? []) found.add(member);
        cursor = page.response_metadata?.next_cursor ?? "";
        if (cursor === "") return found;
      }
    } catch (error) {
      this.#log.warn({ channel, said: wordsOf(error) }, "a channel's members cannot be read");
      return new Set();
    }
  }
}
