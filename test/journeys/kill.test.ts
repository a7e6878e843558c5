import { expect, test } from "vitest";

import type { BoxMessage, BoxState } from "#sandbox/contract.ts";

import { dataFolder, Program } from "./program.ts";
import {
  affiliateOps,
  finance,
  general,
  maya,
  repliesTo,
  runsIn,
  sayingOf,
  signOff,
  stepsOf,
} from "./thread.ts";

interface Told {
  readonly root: unknown;
  readonly thread: readonly unknown[];
}

/** Milliseconds; a busy machine takes its time to start a process again. */
const patience = 240_000;

async function ask(program: Program, channel = affiliateOps): Promise<void> {
  const typed = { command: "/runbook", text: "payout-mismatch source=acme" };
  const answer = await program.person("/box/command", { user: maya, channel, ...typed });
  expect(answer).toEqual({ ok: true });
}

/** What each run came to in Slack, once all of them are signed off. */
async function told(program: Program, runs = 1): Promise<Told[]> {
  await signOff(program, runs);
  const state = await program.state();
  return runsIn(state).map((root) => ({
    root: sayingOf(root),
    thread: repliesTo(root, state).map(sayingOf),
  }));
}

let undisturbed: Promise<Told> | null = null;

/** What a run that nobody kills comes to. */
function peace(): Promise<Told> {
  undisturbed ??= (async () => {
    const program = await Program.start({ data: await dataFolder() });
    await ask(program);
    const [only] = await told(program);
    await program.stop();
    if (!only) throw new Error("nothing was told");
    return only;
  })();
  return undisturbed;
}

function hasFiles(root: BoxMessage | undefined, state: BoxState): boolean {
  return repliesTo(root, state).some(({ files = [] }) => files.length > 0);
}

const moments: Record<string, (root: BoxMessage | undefined, state: BoxState) => boolean> = {
  "the command is accepted": () => true,
  "the run is shown": (root) => root !== undefined,
  "a step is shown done": (root) => stepsOf(root).includes("complete"),
  "files are in the thread": hasFiles,
  "it is known what it comes to": (root) => root?.text.includes("unexplained") ?? false,
};

test(
  `a run killed when ${Object.keys(moments).join(", when ")}, ends as if it never was`,
  async () => {
    const expected = await peace();
    const data = await dataFolder();

    let program = await Program.start({ data });
    await ask(program);
    for (const holds of Object.values(moments)) {
      await program.until((state) => holds(runsIn(state)[0], state));
      await program.kill();
      program = await Program.start({ data });
    }

    expect(await told(program)).toEqual([expected]);
  },
  patience,
);

test(
  "what Slack has taken and not answered for when the process dies stands there once",
  async () => {
    const expected = await peace();
    const data = await dataFolder();

    let program = await Program.start({ data });
    const fault = "hang_after_accept";
    await program.person("/box/faults", { fault, method: "chat.postMessage", channel: finance });
    await program.person("/box/faults", { fault, method: "chat.update", channel: general });
    await program.person("/box/faults", { fault, method: "files.completeUploadExternal" });
    for (const channel of [affiliateOps, finance, general]) await ask(program, channel);
    await program.until((state) => {
      const rootIn = (place: string) => runsIn(state).find(({ channel }) => channel === place);
      return (
        rootIn(finance) !== undefined &&
        stepsOf(rootIn(general)).includes("complete") &&
        [affiliateOps, general].some((channel) => hasFiles(rootIn(channel), state))
      );
    });
    await program.kill();
    program = await Program.start({ data });

    expect(await told(program, 3)).toEqual([expected, expected, expected]);
  },
  patience,
);

test(
  "two runs, killed at instants that mean nothing, as they start again too, all end as if they never were",
  async () => {
    const expected = await peace();
    const data = await dataFolder();

    const program = await Program.start({ data });
    for (const channel of [affiliateOps, finance]) await ask(program, channel);
    await program.kill();
    for (const lifetime of [900, 2300, 3900]) {
      const { status } = await Program.end({ data, lifetime });
      expect(status).toBe(null);
    }
    const last = await Program.start({ data });

    expect(await told(last, 2)).toEqual([expected, expected]);
  },
  patience,
);
