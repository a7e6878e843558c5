import type { PlanBlock } from "@slack/types";

import type { BoxMessage, BoxState } from "#sandbox/contract.ts";

export const maya = "U0MAYA0001";
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

/** True once the thread has its last word, the list of its files, and the message above it the verdict. */
export function isOver(root: BoxMessage | undefined, state: BoxState): boolean {
  const last = repliesTo(root, state).at(-1);
  const isSaid = last?.blocks?.some(({ block_id: id }) => id === "files") ?? false;
  return isSaid && (root?.text.includes("unexplained") ?? false);
}

/** What a message says, without what differs from run to run: its own and block ids, the instant, and so the hash of manifests, which tell it. */
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
      .replaceAll(/\b01[0-9A-HJKMNP-TV-Z]{24}\b/g, "RUN")
      .replaceAll(/[0-9a-f]{64}(?=  \S+manifest\.json)/g, "SHA-256");
  };
  return JSON.parse(JSON.stringify(said, timeless)) as unknown;
}
