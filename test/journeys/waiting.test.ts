import { expect, test } from "vitest";

import type { BoxMessage, BoxState } from "#sandbox/contract.ts";

import { month } from "./own-program.ts";
import { dataFolder, Program } from "./program.ts";
import { affiliateOps, finance, isOver, maya, repliesTo, runsIn, sayingOf } from "./thread.ts";

/** Milliseconds; a busy machine takes its time to start a process again. */
const patience = 180_000;

interface Click {
  readonly message: BoxMessage;
  readonly action: Record<string, unknown>;
}

function runOf(state: BoxState, channel: string): BoxMessage | undefined {
  return runsIn(state).find((run) => run.channel === channel);
}

/** The open question of a channel's run: its message, and the button that confirms. */
function confirmIn(state: BoxState, channel: string): Click | null {
  for (const message of repliesTo(runOf(state, channel), state)) {
    for (const block of message.blocks ?? []) {
      if (block.type !== "actions") continue;
      const button = block.elements.find(({ action_id: id }) => id === "answer:confirm");
      const { block_id: id = "" } = block;
      if (button) return { message, action: { ...button, block_id: id } };
    }
  }
  return null;
}

/** Runs a runbook until it asks. */
async function ask(program: Program, channel: string): Promise<void> {
  const text = `customer-count-mismatch window=${month}`;
  await program.person("/box/command", { user: maya, channel, command: "/runbook", text });
  await program.until((state) => confirmIn(state, channel) !== null);
}

/** Confirms what a channel's run asks; returns what it came to in Slack. */
async function confirm(program: Program, channel: string): Promise<unknown> {
  const click = confirmIn(await program.state(), channel);
  if (!click) throw new Error("nothing is asked");
  const { action, message } = click;
  const place = { user: maya, channel, ts: message.ts };
  const answer = await program.person("/box/action", { ...place, action, state: {} });
  expect(answer).toEqual({ ok: true });
  await program.until((state) => isOver(runOf(state, channel), state));
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
