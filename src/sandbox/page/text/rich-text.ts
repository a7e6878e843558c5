import { html, type TemplateResult } from "lit-html";
import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextList,
  RichTextStyleable,
} from "@slack/types";
import type { Box } from "../box.ts";
import { dateText } from "./date.ts";
import {
  channelMention,
  emojiView,
  groupMention,
  linkView,
  mentionView,
  userMention,
} from "./text-view.ts";

export function richTextView(block: RichTextBlock, box: Box): TemplateResult {
  return html`<div class="rich-text">
    ${block.elements.map((element) => richTextElementView(element, box))}
  </div>`;
}

/** The words alone, for previews, sorting and filtering. */
export function richTextWords(block: RichTextBlock): string {
  return block.elements.map(elementWords).join(" ");
}

function elementWords(element: RichTextBlockElement | RichTextElement): string {
  if ("elements" in element) return element.elements.map(elementWords).join("");
  if ("text" in element) return element.text ?? "";
  return element.type === "link" ? element.url : "";
}

function richTextElementView(element: RichTextBlockElement, box: Box): unknown {
  switch (element.type) {
    case "rich_text_section":
      return html`<p>${runView(element.elements, box)}</p>`;
    case "rich_text_quote":
      return html`<blockquote>${runView(element.elements, box)}</blockquote>`;
    case "rich_text_preformatted":
      return html`<pre>${element.elements.map((each) => elementView(each, box))}</pre>`;
    case "rich_text_list":
      return listView(element, box);
  }
}

function runView(elements: readonly RichTextElement[], box: Box): unknown {
  return elements.map((each) => styled(elementView(each, box), each.style ?? {}));
}

function listView(list: RichTextList, box: Box): TemplateResult {
  const items = list.elements.map((item) => html`<li>${runView(item.elements, box)}</li>`);
  const classes = `indent-${Math.min(list.indent ?? 0, 5)}${list.border ? " bordered" : ""}`;
  return list.style === "ordered"
    ? html`<ol class=${classes}>
        ${items}
      </ol>`
    : html`<ul class=${classes}>
        ${items}
      </ul>`;
}

function styled(content: unknown, style: NonNullable<RichTextStyleable["style"]>): unknown {
  let drawn = content;
  if (style.code) drawn = html`<code>${drawn}</code>`;
  if (style.bold) drawn = html`<strong>${drawn}</strong>`;
  if (style.italic) drawn = html`<em>${drawn}</em>`;
  if (style.strike) drawn = html`<s>${drawn}</s>`;
  if (style.underline) drawn = html`<u>${drawn}</u>`;
  return drawn;
}

function elementView(element: RichTextElement, box: Box): unknown {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return linkView(element.url, element.text || element.url);
    case "user":
      return userMention(element.user_id, box);
    case "channel":
      return channelMention(element.channel_id, box);
    case "usergroup":
      return groupMention(element.usergroup_id, box);
    case "team":
      return mentionView(`@${element.team_id}`);
    case "broadcast":
      return mentionView(`@${element.range}`);
    case "emoji":
      return emojiView(element.name);
    case "date": {
      const written = html`<time>${dateText(element.timestamp, element.format)}</time>`;
      return element.url ? linkView(element.url, written) : written;
    }
    case "color":
      return html`<span class="swatch" .style=${`--swatch: ${element.value}`}></span
        ><code>${element.value}</code>`;
  }
}
