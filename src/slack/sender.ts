import { setTimeout as timer } from "node:timers/promises";

import { deliver } from "#slack/deliver.ts";
import type { DeliveryFailure } from "#slack/delivery-failure.ts";
import { deliveryFailure, wordsOf } from "#slack/delivery-failure.ts";
import type { PostPayload } from "#slack/outbox.ts";
import { tellPrivately } from "#slack/outbox.ts";
import type { LineId, OutboxRow } from "#slack/outbox-rows.ts";
import {
  leaseSeconds,
  linesOwed,
  releaseOrphans,
  renewLease,
  rowFailed,
  rowLater,
  rowSent,
  takeTurn,
} from "#slack/outbox-rows.ts";
import type { Rate } from "#slack/pace.ts";
import { Pace, slackRates } from "#slack/pace.ts";
import { StillUnsure } from "#slack/read-back.ts";
import type { SlackWorld } from "#slack/slack-world.ts";
import { unposted } from "#slack/views/private.ts";

export interface Sender {
  /** Looks at once for what is owed; to be called after each commit that owes something. */
  wake(): void;
  /** Finishes what is on its way; the rest waits for the next start. */
  stop(): Promise<void>;
}

export interface SenderOptions {
  readonly world: SlackWorld;
  /** True when no other process can be sending. */
  readonly exclusive: boolean;
  readonly rates?: Readonly<Record<LineId["kind"], Rate>>;
  /** Milliseconds of the first wait after a failure, and between looks for what other processes owe. */
  readonly firstBackoff?: number;
  readonly poll?: number;
}

interface Line extends LineId {
  readonly pace: Pace;
  nudged: boolean;
  rest: AbortController;
}

/** Milliseconds: once Slack is back, an alert is not to wait for long. */
const longestBackoff = 8000;
/** A token is mended by people. */
const untilMended = 60_000;
const mostFaults = 3;

/** Starts the one sender of this process: a line per channel and kind, each with its own pace, so that none waits for another. */
export async function startSender(options: SenderOptions): Promise<Sender> {
  const { world, exclusive, rates = slackRates, firstBackoff = 1000, poll = 5000 } = options;
  const { db, log } = world;
  const lines = new Map<string, Line>();
  const working = new Set<Promise<void>>();
  const edits = new Pace(rates.edits);
  let stopped = false;
  let scanning: Promise<void> | null = null;
  let scanAgain = false;

  if (exclusive) await releaseOrphans(db);

  function nudge(line: Line): void {
    line.nudged = true;
    line.rest.abort();
  }

  async function rest(line: Line, milliseconds: number): Promise<void> {
    if (line.nudged || stopped) return;
    line.rest = new AbortController();
    await timer(milliseconds, null, { signal: line.rest.signal }).catch(() => null);
  }

  function lineFor(id: LineId): void {
    const name = `${id.kind} ${id.channel}`;
    const known = lines.get(name);
    if (known) return nudge(known);
    const pace = id.kind === "edits" ? edits : new Pace(rates[id.kind]);
    const line: Line = { ...id, pace, nudged: false, rest: new AbortController() };
    lines.set(name, line);
    const work = workOff(line).finally(() => working.delete(work));
    working.add(work);
  }

  async function scan(): Promise<void> {
    do {
      scanAgain = false;
      try {
        const owed = await linesOwed(db);
        if (!stopped) for (const id of owed) lineFor(id);
      } catch (error) {
        if (!stopped) log.error({ err: error }, "the outbox could not be read");
      }
    } while (scanAgain && !stopped);
  }

  function wake(): void {
    if (stopped) return;
    scanAgain = true;
    scanning ??= scan().finally(() => {
      scanning = null;
      if (scanAgain) wake();
    });
  }

  /** A line ends when nothing is owed on it; its pace is kept until it has filled up again. */
  async function workOff(line: Line): Promise<void> {
    while (!stopped) {
      const paced = line.pace.wait();
      if (paced > 0) {
        line.nudged = false;
        await rest(line, paced);
        continue;
      }
      line.nudged = false;
      const turn = await world
        .transaction((trx) => takeTurn(trx, line))
        .catch((error: unknown) => {
          if (!stopped) log.error({ err: error }, "the outbox could not be read");
          return { kind: "wait", milliseconds: firstBackoff } as const;
        });
      if (turn.kind === "row") {
        line.pace.take();
        await send(line, turn.row);
        for (const other of lines.values()) {
          if (other !== line && other.channel === line.channel) nudge(other);
        }
      } else if (turn.kind === "wait") {
        await rest(line, Math.min(turn.milliseconds, poll));
      } else if (!line.nudged && line.pace.isFull()) {
        lines.delete(`${line.kind} ${line.channel}`);
        return;
      } else {
        await rest(line, poll);
      }
    }
  }

  async function send(line: Line, row: OutboxRow): Promise<void> {
    const lease = setInterval(
      () => void renewLease(db, row.key).catch(() => null),
      (leaseSeconds * 1000) / 3,
    );
    try {
      const ts = await deliver(row, world);
      await rowSent(db, row.key, ts);
    } catch (error) {
      await failed(line, row, error).catch((second: unknown) => {
        log.error({ err: second, key: row.key }, "a message's state could not be kept");
      });
    } finally {
      clearInterval(lease);
    }
  }

  async function failed(line: Line, row: OutboxRow, error: unknown): Promise<void> {
    const looking = error instanceof StillUnsure;
    const failure = sorted(error, row);
    log.warn({ key: row.key, attempts: row.attempts, ...failure }, "a message was not sent");
    switch (failure.kind) {
      case "limited":
        if (!looking) line.pace.block(failure.milliseconds);
        return later(row, row.unsure || looking, failure.milliseconds, failure.said);
      case "unsure":
        return later(row, true, backoff(row.attempts), failure.said);
      case "unauthorized":
        log.error("Slack refuses the bot's token; messages wait until it is accepted again");
        return later(row, row.unsure, untilMended, failure.said);
      case "refused":
        return refused(row, failure.said);
    }
  }

  async function later(row: OutboxRow, unsure: boolean, milliseconds: number, said: string) {
    await rowLater(db, row.key, { unsure, milliseconds, failure: said || "unknown" });
  }

  function backoff(attempts: number): number {
    const whole = Math.min(longestBackoff, firstBackoff * 2 ** Math.min(attempts - 1, 10));
    return whole * (0.5 + Math.random() / 2);
  }

  async function refused(row: OutboxRow, said: string): Promise<void> {
    const { requester } = row.payload as PostPayload;
    await world.transaction(async (trx) => {
      await rowFailed(trx, row.key, said);
      if (row.kind !== "post" || row.parent !== null || requester === undefined) return;
      await tellPrivately(
        trx,
        { key: `${row.key}:unposted`, channel: row.channel },
        {
          user: requester,
          respond: null,
          thread: null,
          message: unposted(row.channel, world.workspace.botUserId, said),
        },
      );
    });
    wake();
  }

  const polling = setInterval(wake, poll);
  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(polling);
      for (const line of lines.values()) line.rest.abort();
      await Promise.all([...working, scanning]);
    },
  };
}

/** What is no answer of Slack's is our own fault: tried again a few times, then given up; but what Slack may have is looked for until that is known. */
function sorted(error: unknown, { attempts }: OutboxRow): DeliveryFailure {
  const looking = error instanceof StillUnsure;
  const cause = looking ? error.cause : error;
  try {
    return deliveryFailure(cause);
  } catch {
    const said = wordsOf(cause);
    return looking || attempts < mostFaults
      ? { kind: "unsure", said }
      : { kind: "refused", said, details: [] };
  }
}
