import { setTimeout as pause } from "node:timers/promises";

import type { Desk } from "#slack/desk.ts";
import { tell } from "#slack/desk.ts";
import { wordsOf } from "#slack/delivery-failure.ts";
import { handle } from "#slack/handle.ts";
import type { Received } from "#slack/inbox.ts";
import { countTry, unhandled } from "#slack/inbox.ts";
import { ourFault } from "#slack/views/private.ts";

/** Milliseconds before each further try of an interaction whose handling failed. */
const waits = [200, 1000];
const mostTries = waits.length + 1;
/** Nobody waits for what is heard; while Slack does not give a file's bytes it is tried again for minutes. */
const heard: ReadonlySet<Received["interaction"]["kind"]> = new Set(["shared", "marked"]);
const mostTriesHeard = 40;

export interface Attendant {
  /** Handles an accepted interaction now; never throws. */
  attend(received: Received): void;
  /** Waits for what is being handled; takes up nothing more that others left. */
  stop(): Promise<void>;
}

/** Handles what was accepted, and what a process that died had accepted; an interaction ends in something its person sees. */
export function startAttendant(
  desk: Desk,
  { exclusive, poll = 15_000 }: { exclusive: boolean; poll?: number },
): Attendant {
  const attending = new Map<string, Promise<void>>();
  let stopped = false;

  function attend(received: Received): void {
    if (attending.has(received.key)) return;
    const work = persist(received, desk).finally(() => attending.delete(received.key));
    attending.set(received.key, work);
  }

  async function takeUp(seconds: number): Promise<void> {
    try {
      for (const received of await unhandled(desk.store.db, seconds)) attend(received);
    } catch (error) {
      if (!stopped) desk.log.error({ err: error }, "the inbox could not be read");
    }
  }

  const polling = setInterval(() => void takeUp(poll / 1000), poll);
  const first = takeUp(exclusive ? 0 : poll / 1000);
  return {
    attend,
    async stop() {
      stopped = true;
      clearInterval(polling);
      await first;
      await Promise.all(attending.values());
    },
  };
}

/** Tries to handle an interaction a few times; what cannot be handled is said to its person as our own fault. */
async function persist(received: Received, desk: Desk): Promise<void> {
  const { key, interaction } = received;
  const isHeard = heard.has(interaction.kind);
  for (const wait of [...waits, null]) {
    try {
      const tries = await countTry(desk.store.db, key);
      if (tries === 0) return;
      if (tries > (isHeard ? mostTriesHeard : mostTries)) {
        return await giveUp(received, desk, "tried too often");
      }
      return await handle(received, desk);
    } catch (error) {
      desk.log.error({ err: error, key }, "an interaction could not be handled");
      // Left in the inbox, which is looked through again and again.
      if (wait === null && isHeard) return;
      if (wait === null) return giveUp(received, desk, wordsOf(error));
      await pause(wait);
    }
  }
}

async function giveUp(received: Received, desk: Desk, failure: string): Promise<void> {
  const { interaction, key } = received;
  const what =
    interaction.kind === "command"
      ? `\`/${interaction.command}\``
      : heard.has(interaction.kind)
        ? "Keeping your message as evidence"
        : "What you asked for";
  try {
    await tell(received, desk, ourFault(what, key), failure);
  } catch (error) {
    desk.log.error({ err: error, key }, "an interaction is left for the next start");
  }
}
