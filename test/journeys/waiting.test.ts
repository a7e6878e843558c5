import { expect, test } from "vitest";

import type { BoxMessage, BoxState } from "#sandbox/contract.ts";

import { month } from "./own-program.ts";
import { dataFolder, Program } from "./program.ts";
import {
  affiliateOps,
  answerIn,
  finance,
  maya,
  repliesTo,
  runsIn,
  sayingOf,
  signOff,
} from "./thread.ts";

/** Milliseconds; a busy machine takes its time to start a process again. */
const patience = 180_000;

function runOf(state: BoxState, channel: string): BoxMessage | undefined {
  return runsIn(state).find((run) => run.channel === channel);
}

/** Runs a runbook until it asks. */
async function ask(program: Program, channel: string): Promise<void> {
  const text = `customer-count-mismatch window=${month}`;
  await program.person("/box/command", { user: maya, channel, command: "/runbook", text });
  await program.until((state) => answerIn(runOf(state, channel), "confirm", state) !== null);
}

/** Confirms what a channel's run asks, and has a second person sign it off; returns what it came to in Slack. */
async function confirm(program: Program, channel: string): Promise<unknown> {
  const before = await program.state();
  const click = answerIn(runOf(before, channel), "confirm", before);
  if (!click) throw new Error("nothing is asked");
  const { action, message } = click;
  const place = { user: maya, channel, ts: message.ts };
  const answer = await program.person("/box/action", { ...place, action, state: {} });
  expect(answer).toEqual({ ok: true });
  await signOff(program);
  const state = await program.state();
  const runs = runsIn(state).filter((run) => run.channel === channel);
  return runs.map((run) => [sayingOf(run), repliesTo(run, state).map(sayingOf)]);
}

test(
  "a run killed while its question stands unanswered takes the answer when it is back, and tells everything once",
  async () => {
    const data = await dataFolder();
    const first = await Program.start({ data });
    await ask(first, affiliateOps);
    const undisturbed = await confirm(first, affiliateOps);
    expect(undisturbed).toHaveLength(1);

    await ask(first, finance);
    await first.kill();
    const second = await Program.start({ data });
    expect(await confirm(second, finance)).toEqual(undisturbed);
  },
  patience,
);
