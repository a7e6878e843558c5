import type {
  RichTextBlock,
  RichTextElement,
  RichTextList,
  RichTextSection,
  RichTextText,
} from "@slack/types";

import { cut } from "#slack/block-budget.ts";

/** Words as they stand, or an element; in rich text nothing a person wrote becomes markup. */
export type Inline = string | RichTextElement | null;

export function bold(text: string, most = 300): RichTextText {
  return { type: "text", text: shown(text, most), style: { bold: true } };
}

export function italic(text: string, most = 600): RichTextText {
  return { type: "text", text: shown(text, most), style: { italic: true } };
}

export function person(id: string): RichTextElement {
  return { type: "user", user_id: id };
}

export function emoji(name: string): RichTextElement {
  return { type: "emoji", name };
}

/** An instant as each reader's client shows it, in their own zone. */
export function instant(iso: string, format = "{date_short_pretty} at {time}"): RichTextElement {
  const timestamp = Math.floor(Date.parse(iso) / 1000);
  return { type: "date", timestamp, format, fallback: iso };
}

/** Somebody's words, set apart. */
export function quote(text: string, most: number): RichTextBlock["elements"][number] {
  return { type: "rich_text_quote", elements: [{ type: "text", text: shown(text, most) }] };
}

/** One paragraph; each run of words cut to a length. */
export function line(parts: readonly Inline[], most = 2000): RichTextSection {
  return {
    type: "rich_text_section",
    elements: parts.flatMap((part) => {
      if (part === null || part === "") return [];
      return typeof part === "string"
        ? [{ type: "text" as const, text: shown(part, most) }]
        : [part];
    }),
  };
}

export function bullets(
  items: readonly RichTextSection[],
  style: RichTextList["style"] = "bullet",
): RichTextList {
  return { type: "rich_text_list", style, elements: [...items] };
}

/** Columns that line up in every client, old ones too. */
export function monospace(text: string, most: number): RichTextBlock["elements"][number] {
  return { type: "rich_text_preformatted", elements: [{ type: "text", text: shown(text, most) }] };
}

export function richText(...elements: RichTextBlock["elements"]): RichTextBlock {
  return { type: "rich_text", elements };
}

function shown(text: string, most: number): string {
  return cut(text, most) || " ";
}
