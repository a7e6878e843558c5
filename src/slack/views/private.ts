import type { Button, KnownBlock } from "@slack/types";

import { escapeText, escapeWithin, limits } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import type { FormRequest } from "#slack/views/form-button.ts";
import { formButton } from "#slack/views/form-button.ts";
import { sectionsOf } from "#slack/views/sections.ts";

/** A text only one person reads; `*bold*`, `_italic_` and code marks are shown, mentions and links are not. */
export function said(text: string): Message {
  const { sections, left } = sectionsOf(text);
  const rest = `${left.toLocaleString("en-US")} more ${left === 1 ? "line" : "lines"}: too long to be shown here.`;
  return {
    text: escapeWithin(text, limits.messageText),
    blocks: [
      ...sections.map(section),
      ...(left > 0 ? [{ type: "context" as const, elements: [mrkdwn(rest)] }] : []),
    ],
    classic: null,
  };
}

function section(text: string): KnownBlock {
  return { type: "section", text: mrkdwn(text) };
}

function mrkdwn(text: string) {
  return { type: "mrkdwn", text } as const;
}

/** What a person may not do, or cannot any more; people and groups in it are shown by name. */
export function notNow(mark: string, sentence: string): Message {
  const shown = said(`${mark} ${sentence}`);
  return { ...shown, text: withNames(shown.text), blocks: shown.blocks.map(namedBlock) };
}

function namedBlock(block: KnownBlock): KnownBlock {
  if (block.type !== "section" || !block.text) return block;
  return { ...block, text: { ...block.text, text: withNames(block.text.text) } };
}

/** Ids in Slack's own form, which escaping took the meaning from. */
function withNames(text: string): string {
  return text.replaceAll(/&lt;(@[UW][A-Z0-9]+|!subteam\^S[A-Z0-9]+)&gt;/g, "<$1>");
}

/** A form that only a click can open. */
export function offer(button: Button, words = "What is missing is asked in a form:"): Message {
  return withButton(words, button);
}

/** A button's form could not be opened before its trigger was gone; the same button brings a new one. */
export function tryAgain(button: Button): Message {
  return withButton("The form could not be opened in time. Nothing is lost:", button);
}

function withButton(text: string, button: Button): Message {
  return {
    text,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text } },
      { type: "actions", elements: [button] },
    ],
    classic: null,
  };
}

/** What cannot be, and what can: the sentence of a UsageError, with the form a click away. */
export function refusal(sentence: string, request: FormRequest | null): Message {
  const shown = said(`🚫 ${sentence}`);
  if (!request) return shown;
  return {
    ...shown,
    blocks: [
      ...shown.blocks,
      { type: "actions", elements: [formButton("Open the form", request)] },
    ],
  };
}

/** The bot is not in the channel, so nobody there would see the run. */
export function invite(channel: string, bot: string): Message {
  const text = `🚫 I am not in <#${channel}>, so nobody would see the run. Type \`/invite\` <@${bot}> there, then ask again.`;
  return { text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }], classic: null };
}

/** Our own fault, said as such. */
export function ourFault(what: string, reference: string): Message {
  return said(
    `❌ ${what} did not work, and it is a fault of Countercheck, not of what you typed. Please try again; if it happens again, report it with \`${reference}\`.`,
  );
}

/** The run's message could not be posted at all. */
export function unposted(channel: string, bot: string, reason: string): Message {
  if (["channel_not_found", "not_in_channel"].includes(reason)) return invite(channel, bot);
  const why = reason === "is_archived" ? "the channel is archived" : `Slack refused it: ${reason}`;
  const text = `🚫 Your run could not be posted in <#${channel}>: ${escapeText(why)}. Ask for it in another channel.`;
  return { text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }], classic: null };
}
