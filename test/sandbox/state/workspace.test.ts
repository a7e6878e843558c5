import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { BoxMessage } from "#sandbox/contract.ts";
import { Workspace } from "#sandbox/state/workspace.ts";
import { affiliateOps, maya, temporaryFolder } from "../open-sandbox.ts";

function open(folder: string): Workspace {
  const workspace = new Workspace(folder, () => 1_763_712_000_000);
  onTestFinished(() => workspace.close());
  return workspace;
}

function say(workspace: Workspace, text: string, more: Partial<BoxMessage> = {}): BoxMessage {
  const ts = workspace.timestamps.next();
  const message = { channel: affiliateOps, ts, user: maya, text, ...more };
  workspace.record({ type: "message", message });
  return message;
}

test("a thread is its first message and its replies, without those deleted", async () => {
  const workspace = open(await temporaryFolder());
  const root = say(workspace, "root");
  const thread = { thread_ts: root.ts };
  const [first, gone] = [say(workspace, "first", thread), say(workspace, "gone", thread)];
  say(workspace, "elsewhere");

  workspace.record({ type: "message_deleted", channel: affiliateOps, ts: gone.ts });

  expect(workspace.thread(affiliateOps, root.ts)).toEqual([root, first]);
});

test("a journal of many edits is made short at the next start, and says the same", async () => {
  const folder = await temporaryFolder();
  const journal = join(folder, "journal.jsonl");
  const workspace = open(folder);
  const root = say(workspace, "root");
  say(workspace, "reply", { thread_ts: root.ts });
  for (let edit = 1; edit <= 3000; edit += 1)
    workspace.record({ type: "message", message: { ...root, text: `edit ${edit}` } });
  workspace.record({
    type: "pin",
    pin: { channel: affiliateOps, ts: root.ts, user: maya, created: 1 },
  });
  const before = (await stat(journal)).size;

  const again = open(folder);
  const text = await readFile(journal, "utf8");
  const third = open(folder);

  expect(text.length).toBeLessThan(before / 50);
  for (const each of [again, third]) {
    expect(each.messages(affiliateOps)).toEqual(workspace.messages(affiliateOps));
    expect(each.thread(affiliateOps, root.ts)).toHaveLength(2);
    expect(each.installation).toEqual(workspace.installation);
    expect(each.pins(affiliateOps)).toHaveLength(1);
  }
});

test("whispers do not outlive the process", async () => {
  const folder = await temporaryFolder();
  say(open(folder), "Only you", { ephemeral_to: maya });

  expect(open(folder).messages(affiliateOps)).toEqual([]);
});
