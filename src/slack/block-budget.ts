import type { KnownBlock } from "@slack/types";
import { storable } from "#model/storable.ts";

/** Slack's limits, each a little inside what it accepts; lengths are UTF-16 units, as it counts. */
export const limits = {
  blocks: 50,
  messageText: 3500,
  /** All texts of a message's blocks together. */
  blockTexts: 12_000,
  section: 2900,
  field: 1900,
  fields: 10,
  header: 150,
  planTitle: 150,
  taskTitle: 150,
  caption: 150,
  tableRows: 100,
  tableColumns: 20,
  tableTexts: 9000,
  buttonValue: 2000,
  options: 100,
  optionText: 75,
  optionValue: 150,
  inputValue: 2000,
  privateMetadata: 3000,
  viewError: 500,
} as const;

/** Text that every part accepts, for people to read: what would turn the text around it is shown as � too. */
export function clean(text: string): string {
  return storable(text).replaceAll(/\p{Bidi_Control}/gu, "\uFFFD");
}

/** Cuts a text to a length, the last character then "…"; never through a surrogate pair. */
export function cut(text: string, most: number): string {
  const whole = clean(text.slice(0, 2 * most + 2));
  if (whole.length <= most && text.length <= 2 * most + 2) return whole;
  return `${whole.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Text as a person or platform wrote it, safe inside mrkdwn: no mention, link or entity comes of it. */
export function escapeText(text: string): string {
  return clean(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Escapes and cuts to a length, never through an entity. */
export function escapeWithin(text: string, most: number): string {
  const escaped = escapeText(cut(text, most));
  if (escaped.length <= most) return escaped;
  return `${escaped.slice(0, most - 1).replace(/(?:&[a-z]{0,3}|[\uD800-\uDBFF])$/, "")}…`;
}

/** A table's cell must not be empty. */
export function cellText(text: string, most = 300): string {
  return cut(text.trim(), most) || "–";
}

/** Keeps a message's blocks inside Slack's number and total length; what does not fit is said in the last block. */
export function fitBlocks(blocks: readonly KnownBlock[]): KnownBlock[] {
  const kept: KnownBlock[] = [];
  let size = 0;
  for (const block of blocks) {
    size += textSize(block);
    if (kept.length === limits.blocks || size > limits.blockTexts) break;
    kept.push(block);
  }
  if (kept.length === blocks.length) return kept;
  if (kept.length === limits.blocks) kept.pop();
  const left = blocks.length - kept.length;
  return [...kept, { type: "context", elements: [{ type: "mrkdwn", text: more(left, "part") }] }];
}

/** How the rest is announced: `3 more rows; the file has them all.` */
export function more(left: number, noun: string): string {
  return `${left.toLocaleString("en-US")} more ${noun}${left === 1 ? "" : "s"}; the file has everything.`;
}

const texts = new Set(["text", "title", "caption", "alt_text", "value"]);

/** The length of all texts in a block, however deep. */
function textSize(value: unknown, key = ""): number {
  if (typeof value === "string") return texts.has(key) ? value.length : 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textSize(each), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, each]) => sum + textSize(each, name), 0);
}
