import { html, nothing, type TemplateResult } from "lit-html";
import type { Box } from "../box.ts";
import { addressOf, placeBehind } from "../place.ts";
import { dateText } from "./date.ts";
import { emojiCharacter } from "./emoji.ts";
import type { Inline } from "./mrkdwn.ts";
import { paragraphs, type Paragraph } from "./paragraphs.ts";
import { isSafeLink } from "./safe-link.ts";

/** A text object as blocks hold it; anything else a stranger sent shows as nothing. */
export function textView(text: unknown, box: Box): unknown {
  const { type, text: content } = (text ?? {}) as { type?: unknown; text?: unknown };
  if (typeof content !== "string") return nothing;
  return type === "mrkdwn" ? mrkdwnView(content, box) : plainView(content);
}

/** A whole mrkdwn text. */
export function mrkdwnView(text: string, box: Box): TemplateResult {
  return html`<div class="mrkdwn">
    ${paragraphs(text).map((each) => paragraphView(each, box))}
  </div>`;
}

/** Plain text, only its emoji drawn. */
export function plainView(text: string): TemplateResult {
  const drawn = text.replace(
    /:([a-z0-9_+'-]+):/g,
    (code, name: string) => emojiCharacter(name) ?? code,
  );
  return html`<span class="plain">${drawn}</span>`;
}

export function linkView(url: string, content: unknown): unknown {
  if (!isSafeLink(url)) return content;
  const here = placeBehind(url, location.origin);
  if (here) return html`<a href=${addressOf(here)}>${content}</a>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${content}</a>`;
}

export function mentionView(content: string): TemplateResult {
  return html`<span class="mention">${content}</span>`;
}

export function userMention(id: string, box: Box, label = ""): TemplateResult {
  return mentionView(`@${box.users.get(id)?.real_name ?? (label || id)}`);
}

export function groupMention(id: string, box: Box, label = ""): TemplateResult {
  const handle = box.groups.find((group) => group.id === id)?.handle;
  return mentionView(`@${(handle ?? (label || id)).replace(/^@/, "")}`);
}

export function channelMention(id: string, box: Box, label = ""): TemplateResult {
  return html`<a class="mention" href=${`#/${id}`}
    >#${box.channels.get(id)?.name ?? (label || id)}</a
  >`;
}

export function emojiView(name: string): TemplateResult {
  const character = emojiCharacter(name);
  if (!character) return html`:${name}:`;
  return html`<span class="emoji" role="img" aria-label=${name.replaceAll("_", " ")}
    >${character}</span
  >`;
}

function paragraphView(paragraph: Paragraph, box: Box): TemplateResult {
  switch (paragraph.kind) {
    case "paragraph":
      return html`<p>${inlinesView(paragraph.children, box)}</p>`;
    case "quote":
      return html`<blockquote>${inlinesView(paragraph.children, box)}</blockquote>`;
    case "preformatted":
      return html`<pre>${paragraph.text}</pre>`;
    case "list": {
      const items = paragraph.items.map((item) => html`<li>${inlinesView(item, box)}</li>`);
      return paragraph.ordered
        ? html`<ol start=${paragraph.start}>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
  }
}

function inlinesView(inlines: readonly Inline[], box: Box): unknown {
  return inlines.map((each) => inlineView(each, box));
}

function inlineView(inline: Inline, box: Box): unknown {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return html`<code>${inline.text}</code>`;
    case "emoji":
      return emojiView(inline.text);
    case "bold":
      return html`<strong>${inlinesView(inline.children, box)}</strong>`;
    case "italic":
      return html`<em>${inlinesView(inline.children, box)}</em>`;
    case "strike":
      return html`<s>${inlinesView(inline.children, box)}</s>`;
    case "link":
      return linkView(inline.url, inline.text);
    case "user":
      return userMention(inline.id, box, inline.text);
    case "channel":
      return channelMention(inline.id, box, inline.text);
    case "group":
      return groupMention(inline.id, box, inline.text);
    case "broadcast":
      return mentionView(`@${inline.text}`);
    case "date": {
      const written = html`<time>${dateText(inline.seconds, inline.format)}</time>`;
      return inline.url ? linkView(inline.url, written) : written;
    }
  }
}
