import { inlines, unescaped, type Inline } from "./mrkdwn.ts";

export type Paragraph =
  | { readonly kind: "paragraph" | "quote"; readonly children: readonly Inline[] }
  | { readonly kind: "preformatted"; readonly text: string }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Inline[])[];
    };

const bullet = /^ *(?:[•◦▪]|-(?= )) *(.*)$/s;
const numbered = /^ *(\d{1,4})[.)] +(.*)$/s;
const quoted = /^(?:>|&gt;) ?(.*)$/;

/** Reads a whole mrkdwn text: fences, quotes and lists, and paragraphs between them. */
export function paragraphs(text: string): Paragraph[] {
  const parts = text.split("```");
  return parts.flatMap((part, index) => {
    const fenced = index % 2 === 1 && index < parts.length - 1;
    if (fenced) return [{ kind: "preformatted", text: unescaped(part.replace(/^\n|\n$/g, "")) }];
    const open = index % 2 === 1 ? `\`\`\`${part}` : part;
    return lineGroups(index === 0 ? open : open.replace(/^\n/, ""));
  });
}

function lineGroups(text: string): Paragraph[] {
  const groups: { kind: string; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const kind = lineKind(line);
    const last = groups.at(-1);
    const isIndented = kind === "plain" && /^ {2,}\S/.test(line);
    if (isIndented && (last?.kind === "bullet" || last?.kind === "numbered"))
      last.lines.push(`${last.lines.pop() ?? ""}\n${line.trim()}`);
    else if (last?.kind === kind) last.lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.flatMap(({ kind, lines }) => group(kind, lines));
}

function lineKind(line: string): string {
  if (quoted.test(line)) return "quote";
  if (bullet.test(line)) return "bullet";
  return numbered.test(line) ? "numbered" : "plain";
}

function group(kind: string, lines: readonly string[]): Paragraph[] {
  if (kind === "quote")
    return [{ kind: "quote", children: inlines(inner(lines, quoted).join("\n")) }];
  if (kind === "bullet") return [list(false, 1, inner(lines, bullet))];
  if (kind === "numbered")
    return [list(true, Number(numbered.exec(lines[0] ?? "")?.[1] ?? 1), inner(lines, numbered))];
  const text = lines.join("\n").replace(/\n$/, "");
  return text ? [{ kind: "paragraph", children: inlines(text) }] : [];
}

function inner(lines: readonly string[], pattern: RegExp): string[] {
  return lines.map((line) => pattern.exec(line)?.at(-1) ?? line);
}

function list(ordered: boolean, start: number, items: readonly string[]): Paragraph {
  return { kind: "list", ordered, start, items: items.map(inlines) };
}
