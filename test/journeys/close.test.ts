import { readFile } from "node:fs/promises";
import { promises } from "node:fs";
import { join } from "node:path";

import git from "isomorphic-git";
import { expect, test } from "vitest";

import type { BoxState } from "#sandbox/contract.ts";

import { month } from "./own-program.ts";
import { dataFolder, Program } from "./program.ts";
import { affiliateOps, answerIn, maya, runsIn } from "./thread.ts";

/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 240_000;
const tomas = "U0TOMAS002";

test(
  "a month closed in Slack is committed once a second person approves, killed before or not, and closed again says that it is the same",
  async () => {
    const data = await dataFolder();
    const first = await Program.start({ data });
    await typed(first, month);
    await first.until((state) => saidIn(state, "Say why it is closed all the same"));
    await answers(first, "The audit is today");
    await first.until((state) => answerIn(runsIn(state)[0], "approve", state) !== null);
    const books = { fs: { promises }, dir: join(data, "demo", "books") };
    await expect(git.log(books)).rejects.toThrow("Could not find");
    await first.kill();

    const second = await Program.start({ data });
    expect(await approves(second, maya)).toContain("somebody other than who asked");
    expect(await approves(second, tomas)).toBe("");
    await second.until((state) => saidIn(state, "is in the books as commit"));

    const [only, ...others] = await git.log(books);
    expect(others).toEqual([]);
    expect(only?.commit.message).toMatch(
      /^Close .* of acme, version 1\n[^]*\n\nPrepared-by: Maya \S+ <.+>\nReviewed-by: Tomás \S+ <.+>\n$/,
    );
    const summary = await readFile(join(books.dir, month, "acme", "SUMMARY.md"), "utf8");
    expect(summary).toContain("Reviewed by Tomás");
    expect(summary).toMatch(
      /Not ready: .* cannot be closed yet[^]*all the same because: The audit/,
    );

    await typed(second, month);
    await second.until((state) => saidIn(state, "Closed already, the same: version 1"));
    await typed(second, `${month} diff`);
    await second.until((state) => saidIn(state, "version 1, the only one"));
    expect(await git.log(books)).toHaveLength(1);
  },
  patience,
);

async function typed(program: Program, text: string): Promise<void> {
  const place = { user: maya, channel: affiliateOps };
  await program.person("/box/command", { ...place, command: "/close", text });
}

/** Has somebody press Approve; returns what only they were told, if anything. */
async function approves(program: Program, user: string): Promise<string> {
  const state = await program.state();
  const click = answerIn(runsIn(state)[0], "approve", state);
  if (!click) throw new Error("nothing is asked");
  const { action, message } = click;
  const place = { user, channel: message.channel, ts: message.ts };
  expect(await program.person("/box/action", { ...place, action, state: {} })).toEqual({
    ok: true,
  });
  if (user !== maya) return "";
  const isTold = ({ ephemeral_to: to }: { ephemeral_to?: string }): boolean => to === user;
  await program.until(({ messages }) => messages.some(isTold));
  return (await program.state()).messages.find(isTold)?.text ?? "";
}

/** Has Maya answer the open question with these words. */
async function answers(program: Program, words: string): Promise<void> {
  const state = await program.state();
  const click = answerIn(runsIn(state)[0], "answer", state);
  if (!click) throw new Error("nothing is asked");
  const { action, message } = click;
  const place = { user: maya, channel: message.channel, ts: message.ts };
  await program.person("/box/action", { ...place, action, state: {} });
  await program.until(({ views }) => views.length > 0);
  const [form] = (await program.state()).views;
  if (!form) throw new Error("no form opened");
  const value = { value: { value: { type: "plain_text_input", value: words } } };
  await program.person("/box/submit", { user: maya, view_id: form.id, state: value });
}

function saidIn(state: BoxState, words: string): boolean {
  return JSON.stringify(state.messages).includes(words);
}
