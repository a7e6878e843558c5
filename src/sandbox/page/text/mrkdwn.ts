import { isSafeLink } from "./safe-link.ts";

/** A run of text inside a paragraph; every `text` is plain, already unescaped. */
export type Inline =
  | { readonly kind: "text" | "code" | "emoji"; readonly text: string }
  | { readonly kind: "bold" | "italic" | "strike"; readonly children: readonly Inline[] }
  | { readonly kind: "link"; readonly url: string; readonly text: string }
  | { readonly kind: "user" | "channel" | "group"; readonly id: string; readonly text: string }
  | { readonly kind: "broadcast"; readonly text: string }
  | {
      readonly kind: "date";
      readonly seconds: number;
      readonly format: string;
      readonly url: string;
      readonly text: string;
    };

interface Found {
  readonly inline: Inline;
  readonly end: number;
}

type Rule = (text: string, at: number) => Found | null;

const rules: readonly Rule[] = [entity, code, bold, italic, strike, emoji, bareLink];

/** Reads one paragraph of Slack's mrkdwn; what is not markup stays text. */
export function inlines(text: string): Inline[] {
  const read: Inline[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = firstFound(text, at);
    if (found) {
      if (plain) read.push({ kind: "text", text: unescaped(plain) });
      plain = "";
      read.push(found.inline);
      at = found.end;
    } else plain += text[at++];
  }
  if (plain) read.push({ kind: "text", text: unescaped(plain) });
  return read;
}

export function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function firstFound(text: string, at: number): Found | null {
  if (!"<`*_~:h".includes(text[at] ?? "")) return null;
  for (const rule of rules) {
    const found = rule(text, at);
    if (found) return found;
  }
  return null;
}

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function entity(text: string, at: number): Found | null {
  const match = matched(/<([^<>\n]+)>/y, text, at);
  const inside = match?.[1];
  if (!match || inside === undefined) return null;
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescaped(inside.slice(bar + 1));
  const inline = entityInline(target, label);
  return inline && { inline, end: at + match[0].length };
}

function entityInline(target: string, label: string): Inline | null {
  if (/^@[UWB]\w+$/.test(target)) return { kind: "user", id: target.slice(1), text: label };
  if (/^#[CG]\w+$/.test(target)) return { kind: "channel", id: target.slice(1), text: label };
  if (/^!(here|channel|everyone)$/.test(target))
    return { kind: "broadcast", text: target.slice(1) };
  if (target.startsWith("!subteam^"))
    return { kind: "group", id: target.slice("!subteam^".length), text: label };
  const date = /^!date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(target);
  if (date)
    return {
      kind: "date",
      seconds: Number(date[1]),
      format: unescaped(date[2] ?? ""),
      url: unescaped(date[3] ?? ""),
      text: label,
    };
  const url = unescaped(target);
  return isSafeLink(url) ? { kind: "link", url, text: label || url.replace(/^mailto:/, "") } : null;
}

function code(text: string, at: number): Found | null {
  const match = matched(/`([^`\n]+)`/y, text, at);
  return match && { inline: { kind: "code", text: unescaped(match[1] ?? "") }, end: ended(match) };
}

function bold(text: string, at: number): Found | null {
  return styled("bold", /\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])/y, text, at);
}

function italic(text: string, at: number): Found | null {
  return styled("italic", /_(?=[^\s_])([^_\n]*[^\s_])_(?!\w)/y, text, at);
}

function strike(text: string, at: number): Found | null {
  return styled("strike", /~(?=[^\s~])([^~\n]*[^\s~])~(?![\w~])/y, text, at);
}

function styled(
  kind: "bold" | "italic" | "strike",
  pattern: RegExp,
  text: string,
  at: number,
): Found | null {
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) return null;
  const match = matched(pattern, text, at);
  return match && { inline: { kind, children: inlines(match[1] ?? "") }, end: ended(match) };
}

function emoji(text: string, at: number): Found | null {
  const match = matched(/:([a-z0-9_+'-]+):/y, text, at);
  return match && { inline: { kind: "emoji", text: match[1] ?? "" }, end: ended(match) };
}

function bareLink(text: string, at: number): Found | null {
  if (/\w/.test(text[at - 1] ?? "")) return null;
  const match = matched(/https?:\/\/(?:(?!&[lg]t;)[^\s<>|`])+/y, text, at);
  const written = match?.[0].replace(/[.,;:!?)\]}'"*_~]+$/, "") ?? "";
  const url = unescaped(written);
  if (!isSafeLink(url)) return null;
  return { inline: { kind: "link", url, text: url }, end: at + written.length };
}

function ended(match: RegExpExecArray): number {
  return match.index + match[0].length;
}
