import type { PlanBlock } from "@slack/types";
import { expect } from "vitest";

import type { BoxMessage, BoxState } from "#sandbox/contract.ts";

import type { Program } from "./program.ts";

export const maya = "U0MAYA0001";
const tomas = "U0TOMAS002";
export const affiliateOps = "C0AFFILOPS";
export const finance = "C0FINANCE1";
export const general = "C0GENERAL1";

/** The messages that head a run, in the order in which the runs were asked for. */
export function runsIn({ messages }: Pick<BoxState, "messages">): BoxMessage[] {
  return messages.filter((message) => message.thread_ts === undefined && planOf(message));
}

/** The replies to a run's message, the oldest first. */
export function repliesTo(
  root: BoxMessage | undefined,
  { messages }: Pick<BoxState, "messages">,
): BoxMessage[] {
  return messages.filter(
    ({ channel, ts, thread_ts: thread }) =>
      channel === root?.channel && thread === root.ts && ts !== root.ts,
  );
}

function planOf(message: BoxMessage | undefined): PlanBlock | undefined {
  return message?.blocks?.find((block): block is PlanBlock => block.type === "plan");
}

/** Each step's status as its card shows it. */
export function stepsOf(message: BoxMessage | undefined): unknown[] {
  return planOf(message)?.tasks?.map(({ status }) => status) ?? [];
}

/** A button of an open question, and the message it stands in. */
export interface Click {
  readonly message: BoxMessage;
  readonly action: Record<string, unknown>;
}

/** The button below a run's message that says this, `confirm` or `approve`; null while nothing asks for it. */
export function answerIn(
  root: BoxMessage | undefined,
  word: string,
  state: BoxState,
): Click | null {
  for (const message of repliesTo(root, state)) {
    for (const block of message.blocks ?? []) {
      if (block.type !== "actions") continue;
      const button = block.elements.find(({ action_id: id }) => id === `answer:${word}`);
      const { block_id: id = "" } = block;
      if (button) return { message, action: { ...button, block_id: id } };
    }
  }
  return null;
}

/** True once the thread has its last word, that it is approved, its question is closed, its list of files has the package, and the message above it has the verdict and who approved. */
function isOver(root: BoxMessage | undefined, state: BoxState): boolean {
  const replies = repliesTo(root, state);
  const isClosed = answerIn(root, "approve", state) === null;
  const isLast = replies.at(-1)?.text === "Approved.";
  const list = replies.find(({ text }) => text.endsWith("kept with this run"));
  const isListed = JSON.stringify(list?.blocks ?? []).includes(".zip");
  const isApproved = JSON.stringify(root?.blocks?.[0] ?? {}).includes("Approved");
  const isTold = isClosed && isLast && isListed && isApproved;
  return isTold && (root?.text.includes("unexplained") ?? false);
}

/** Has a second person sign off every run, and waits until all of them are over. */
export async function signOff(program: Program, runs = 1): Promise<void> {
  const isOpen = (root: BoxMessage, state: BoxState): boolean => !isOver(root, state);
  await program.until((state) => {
    const roots = runsIn(state);
    const open = roots.filter((root) => isOpen(root, state));
    return roots.length >= runs && open.every((root) => answerIn(root, "approve", state) !== null);
  });
  const state = await program.state();
  for (const root of runsIn(state)) {
    const click = isOpen(root, state) ? answerIn(root, "approve", state) : null;
    if (!click) continue;
    const { message, action } = click;
    const place = { user: tomas, channel: message.channel, ts: message.ts };
    const answer = await program.person("/box/action", { ...place, action, state: {} });
    expect(answer).toEqual({ ok: true });
  }
  await program.until((now) => runsIn(now).every((root) => isOver(root, now)));
}

/** What a message says, without what differs from run to run: its own and block ids, the instant, and so the hash of manifests and packages, which tell it. */
export function sayingOf({ text, blocks = [], files = [] }: BoxMessage): unknown {
  const said = {
    text,
    blocks,
    files: files.map(({ name, title, size }) => ({ name, title, size })),
  };
  const timeless = (key: string, value: unknown): unknown => {
    if (["block_id", "timestamp", "fallback"].includes(key)) return "";
    if (typeof value !== "string") return value;
    return value
      .replaceAll(/\d{8}t\d{9}z/g, "INSTANT")
      .replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{2}:\d{2}/g, "INSTANT")
      .replaceAll(/\b01[0-9A-HJKMNP-TV-Z]{24}\b/g, "RUN")
      .replaceAll(/[0-9a-f]{64}(?=  \S+(manifest\.json|\.zip))/g, "SHA-256")
      .replaceAll(/root [0-9a-f]{64}/g, "root SHA-256");
  };
  return JSON.parse(JSON.stringify(said, timeless)) as unknown;
}
