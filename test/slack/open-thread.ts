import { createHash } from "node:crypto";

import { expect, vi } from "vitest";

import { ledgerOf } from "#evidence/ledger.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openPrompt } from "./open-prompt.ts";
import type { TestStore } from "./open-store.ts";

/** A picture of one pixel. */
export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export const sha256 = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

export interface SharedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A run's thread in which people share files, talk and mark messages. */
export async function openThread(store: TestStore, given: Parameters<typeof openPrompt>[1] = {}) {
  const opened = await openPrompt(store, given);
  const { sandbox, run } = opened;
  const root = (await opened.promptMessage()).thread_ts ?? "";

  return {
    ...opened,
    root,
    /** Shares files with one message in a thread, the run's own unless another is named. */
    share: async (
      files: readonly SharedFile[],
      {
        user = maya,
        text = "",
        thread = root,
      }: { user?: string; text?: string; thread?: string } = {},
    ): Promise<BoxMessage> => {
      const form = new FormData();
      form.set("user", user);
      form.set("channel", affiliateOps);
      form.set("thread_ts", thread);
      form.set("text", text);
      for (const { name, bytes } of files)
        form.append("file", new File([Buffer.from(bytes)], name));
      const answer = await fetch(`${sandbox.url}/box/upload`, { method: "POST", body: form });
      expect(await answer.json()).toMatchObject({ ok: true });
      const said = await sandbox.messages(affiliateOps);
      const message = said.findLast((each) => each.user === user && each.files);
      if (!message) throw new Error("nothing was shared");
      return message;
    },
    /** Says something in a thread. */
    say: async (text: string, { user = maya, thread = root } = {}): Promise<BoxMessage> => {
      await sandbox.person("/box/message", {
        user,
        channel: affiliateOps,
        text,
        thread_ts: thread,
      });
      const said = await sandbox.messages(affiliateOps);
      const message = said.findLast((each) => each.text === text);
      if (!message) throw new Error("nothing was said");
      return message;
    },
    react: ({ ts }: BoxMessage, { user = maya, name = "paperclip" } = {}) =>
      sandbox.person("/box/reaction", { user, channel: affiliateOps, ts, name }),
    /** What people added, in order, once there is as much of it. */
    evidence: (count: number) =>
      vi.waitFor(async () => {
        const ledger = await ledgerOf(store.db, run.id);
        expect(ledger).toHaveLength(count);
        return ledger;
      }, 5000),
    /** The message carries the bot's tick. */
    ticked: ({ ts }: BoxMessage) =>
      vi.waitFor(async () => {
        const said = await sandbox.messages(affiliateOps);
        const { reactions = [] } = said.find((each) => each.ts === ts) ?? {};
        expect(reactions.map(({ name }) => name)).toContain("white_check_mark");
      }, 5000),
  };
}
