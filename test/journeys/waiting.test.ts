import { expect, test } from "vitest";

import type { BoxMessage, BoxState } from "#sandbox/contract.ts";

import { month } from "./own-program.ts";
import { dataFolder, Program } from "./program.ts";
import { affiliateOps, isOver, maya, repliesTo, runsIn, sayingOf } from "./thread.ts";

/** Milliseconds; a busy machine takes its time to start a process again. */
const patience = 180_000;

interface Click {
  readonly message: BoxMessage;
  readonly action: Record<string, unknown>;
}

/** The open question of the only run: its message, and the button that confirms. */
function confirmIn(state: BoxState): Click | null {
  for (const message of repliesTo(runsIn(state)[0], state)) {
    for (const block of message.blocks ?? []) {
      if (block.type !== "actions") continue;
      const button = block.elements.find(({ action_id: id }) => id === "answer:confirm");
      const { block_id: id = "" } = block;
      if (button) return { message, action: { ...button, block_id: id } };
    }
  }
  return null;
}

async function start(data: string): Promise<Program> {
  const program = await Program.start({ data });
  const text = `customer-count-mismatch window=${month}`;
  await program.person("/box/command", {
    user: maya,
    channel: affiliateOps,
    command: "/runbook",
    text,
  });
  await program.until((state) => confirmIn(state) !== null);
  return program;
}

/** Confirms what the only run asks; returns what it came to in Slack. */
async function confirm(program: Program): Promise<unknown> {
  const click = confirmIn(await program.state());
  if (!click) throw new Error("nothing is asked");
  const { channel, ts } = click.message;
  const answer = await program.person("/box/action", {
    user: maya,
    channel,
    ts,
    action: click.action,
    state: {},
  });
  expect(answer).toEqual({ ok: true });
  await program.until((state) => isOver(runsIn(state)[0], state));
  const state = await program.state();
  const [root, ...others] = runsIn(state);
  expect(others).toEqual([]);
  return { root: root && sayingOf(root), thread: repliesTo(root, state).map(sayingOf) };
}

test(
  "a run killed while its question stands unanswered takes the answer when it is back, and tells everything once",
  async () => {
    const undisturbed = await start(await dataFolder());
    const expected = await confirm(undisturbed);
    await undisturbed.stop();

    const data = await dataFolder();
    const first = await start(data);
    await first.kill();
    const last = await Program.start({ data });
    expect(await confirm(last)).toEqual(expected);
  },
  patience,
);
