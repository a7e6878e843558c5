import type { KnownBlock, TableBlock } from "@slack/types";

import { cellText, cut, escapeWithin, limits, more } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, richText } from "#slack/rich-text.ts";

export type Fact = readonly [name: string, value: string];

/** A heading and names with their values: a table of two columns, in older workspaces a section's fields. */
export function facts(title: string, all: readonly Fact[]): Message {
  const heading = richText(line([bold(title)]));
  const { table, left } = factTable(all);
  const rest = left > 0 ? [richText(line([more(left, "fact")]))] : [];
  const some = all.slice(0, limits.fields);
  const text = `${cut(title, 200)}: ${some.map(([name, value]) => `${cut(name, 100)} ${cut(value, 200)}`).join(", ")}`;
  if (!table) return message(text, [heading]);
  return message(text, [heading, table, ...rest], [heading, ...factFields(all)]);
}

function factTable(all: readonly Fact[]): { table: TableBlock | null; left: number } {
  const rows: TableBlock["rows"] = [];
  let size = 0;
  for (const [name, value] of all.slice(0, limits.tableRows)) {
    const cells = [cellText(name, 100), cellText(value, 1000)];
    size += cells.join("").length;
    if (size > limits.tableTexts) break;
    rows.push([richText(line([bold(cells[0] ?? "")])), { type: "raw_text", text: cells[1] ?? "" }]);
  }
  const settings = [{ is_wrapped: false }, { is_wrapped: true }];
  return {
    table: rows.length > 0 ? { type: "table", rows, column_settings: settings } : null,
    left: all.length - rows.length,
  };
}

function factFields(all: readonly Fact[]): KnownBlock[] {
  const sections: KnownBlock[] = [];
  for (let at = 0; at < all.length; at += limits.fields) {
    sections.push({
      type: "section",
      fields: all.slice(at, at + limits.fields).map(([name, value]) => ({
        type: "mrkdwn",
        text: `*${escapeWithin(name, 100)}*\n${escapeWithin(cut(value, 600) || "–", limits.field - 110)}`,
      })),
    });
  }
  return sections;
}
