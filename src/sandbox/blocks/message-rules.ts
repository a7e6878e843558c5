import { z } from "zod";

import { messageBlock } from "./layout.ts";
import { sentence, sentences } from "./problem.ts";
import { parts, textLength, type Part } from "./walk.ts";

/** Why Slack would refuse blocks, with its own error name and one sentence per problem. */
export interface BlockRefusal {
  readonly error: "invalid_blocks" | "msg_blocks_too_long";
  readonly messages: readonly string[];
}

/** Characters of all blocks of a message together; not documented, met at about 13,200. */
const mostText = 13_200;
const mostMarkdown = 12_000;
const mostTableText = 10_000;

const messageBlocks = z.array(messageBlock).max(50);

/** Judges the blocks of a message; null when Slack would take them. */
export function refusalOfMessage(blocks: unknown): BlockRefusal | null {
  const parsed = messageBlocks.safeParse(blocks, { reportInput: true });
  const messages = parsed.success
    ? [...repeatedIds(parsed.data, "/blocks"), ...together(parsed.data)]
    : sentences(parsed.error, "/blocks");
  if (messages.length > 0) return { error: "invalid_blocks", messages };
  return textLength(blocks) > mostText ? { error: "msg_blocks_too_long", messages: [] } : null;
}

/** Block ids are unique on a surface, action ids within a block. */
export function repeatedIds(blocks: readonly Part[], root: string): string[] {
  return [
    ...repeated("block_id", blocks, root),
    ...blocks.flatMap((block, index) =>
      repeated(
        "action_id",
        [...parts(block, "")].map(([part]) => part),
        `${root}/${index}`,
      ),
    ),
  ];
}

function repeated(key: string, list: readonly Part[], pointer: string): string[] {
  const seen = new Set<string>();
  const found = new Set<string>();
  for (const part of list) {
    const id = part[key];
    if (typeof id !== "string") continue;
    if (seen.has(id)) found.add(id);
    seen.add(id);
  }
  return [...found].map((id) => sentence(`\`${key}\` ${id} is used more than once`, pointer));
}

function together(blocks: readonly Part[]): string[] {
  const of = (...types: string[]) => blocks.filter(({ type }) => types.includes(type as string));
  const problems: string[] = [];
  if (of("plan").length > 0 && of("task_card").length > 0)
    problems.push(sentence("`plan` and `task_card` blocks cannot be mixed", "/blocks"));
  if (textLength(of("markdown")) > mostMarkdown)
    problems.push(
      sentence(
        `markdown blocks must be less than ${mostMarkdown + 1} characters together`,
        "/blocks",
      ),
    );
  const tables = [...parts(blocks, "")].map(([part]) => part).filter(isTable);
  if (textLength(tables.map(({ rows }) => rows)) > mostTableText)
    problems.push(
      sentence(`tables must be less than ${mostTableText + 1} characters together`, "/blocks"),
    );
  return problems;
}

function isTable({ type }: Part): boolean {
  return type === "table" || type === "data_table";
}
