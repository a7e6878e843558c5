import type { RichTextBlock } from "@slack/types";

export const plain = (text: string) => ({ type: "plain_text" as const, text });
export const mrkdwn = (text: string) => ({ type: "mrkdwn" as const, text });
export const choice = (text: string, value: string) => ({ text: plain(text), value });
export const rich = (text: string): RichTextBlock => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});
export const raw = (text: string) => ({ type: "raw_text" as const, text });
export const amount = (value: number) => ({
  type: "raw_number" as const,
  value,
  text: value.toLocaleString("en-US", { minimumFractionDigits: 2 }),
});
