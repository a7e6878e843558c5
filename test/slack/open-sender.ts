import { join } from "node:path";

import type { KnownBlock } from "@slack/types";
import { WebClient } from "@slack/web-api";
import { expect, onTestFinished, vi } from "vitest";

import { clientOptions } from "#slack/client-options.ts";
import type { Message } from "#slack/message.ts";
import { post } from "#slack/outbox.ts";
import { startSender } from "#slack/sender.ts";
import type { Sender } from "#slack/sender.ts";
import type { SlackWorld } from "#slack/slack-world.ts";
import { openSandbox, temporaryFolder } from "../sandbox/open-sandbox.ts";
import { openProxy } from "./flaky-proxy.ts";
import { quiet } from "./open-store.ts";
import type { TestStore } from "./open-store.ts";

const quick = { burst: 100, spacing: 1 };
export const rates = { posts: quick, edits: quick, private: quick };

/** A workspace in the box, a line to it that a test can break, and the sender of a store's outbox. */
export async function openSender(store: TestStore) {
  const sandbox = await openSandbox();
  const proxy = await openProxy(sandbox.apiUrl);
  const files = await temporaryFolder();
  const client = new WebClient(sandbox.botToken, clientOptions(proxy.apiUrl, quiet));
  const world: SlackWorld = {
    db: store.db,
    transaction: (work) => store.transaction(work),
    client,
    workspace: { team: "T1", botUserId: "U0CCBOT001" },
    pathOf: async (file) => join(files, file),
    log: quiet,
  };
  return {
    sandbox,
    proxy,
    files,
    world,
    start: async (pace: typeof rates = rates): Promise<Sender> => {
      const sender = await startSender({
        world,
        exclusive: store.exclusive,
        rates: pace,
        firstBackoff: 20,
        poll: 100,
      });
      onTestFinished(() => sender.stop());
      return sender;
    },
    texts: async (channel: string) => (await sandbox.messages(channel)).map(({ text }) => text),
    owe: (key: string, channel: string, message: Message, parent: string | null = null) =>
      store.transaction((trx) => post(trx, { key, channel, parent }, message)),
    row: (key: string) =>
      store.db.selectFrom("outbox").selectAll().where("key", "=", key).executeTakeFirstOrThrow(),
    allSent: () =>
      vi.waitFor(async () => {
        const rows = await store.db.selectFrom("outbox").select("status").execute();
        expect(rows.every(({ status }) => status === "sent")).toBe(true);
      }, 10_000),
  };
}

export function words(
  text: string,
  blocks: KnownBlock[] = [],
  classic: KnownBlock[] | null = null,
): Message {
  return { text, blocks, classic };
}
