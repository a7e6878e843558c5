import type { ContainerBlock, ContextBlock } from "@slack/types";

import type { JudgedCheck } from "#model/judged-check.ts";
import { titleOf } from "#model/judged-check.ts";
import { counted } from "#model/phrases.ts";
import { cut, escapeWithin, limits } from "#slack/block-budget.ts";
import type { ToldDigest } from "#slack/digest-state.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { line, monospace, richText } from "#slack/rich-text.ts";
import { headingOf } from "#slack/views/digest-finding.ts";
import { isPosted } from "#slack/views/files.ts";
import type { Upload } from "#slack/views/files.ts";
import { packed } from "#slack/views/packed.ts";

/** Findings whose files are posted; a thread of hundreds of pictures is read by nobody. */
export const mostDetailed = 20;
const filesPerMessage = 6;
const hint = "SHA-256 of each, as sha256sum writes it";

/** A finding's trend, chart and rows, under its sentence; null where there is nothing to open. */
export function findingFiles(one: JudgedCheck, told: ToldDigest): Upload | null {
  const files = postable(one);
  if (files.length === 0) return null;
  const { rows } = one;
  const sheet = rows.length === 0 ? "" : ` _${counted(rows.length, "row")} in the sheet._`;
  const heading = escapeWithin(headingOf(one, told), 200).replaceAll("*", "");
  return { text: `*${heading}*: ${escapeWithin(one.text, 800)}${sheet}`, files };
}

/** Charts a person would draw anyway, of checks that passed; six in one message. */
export function passedCharts({ digest: { passed } }: ToldDigest): Upload[] {
  const files = passed.flatMap(postable);
  return Array.from({ length: Math.ceil(files.length / filesPerMessage) }, (_, index) => ({
    text: index === 0 ? "Charts of what passed" : `Charts of what passed, ${index + 1}`,
    files: files.slice(index * filesPerMessage, (index + 1) * filesPerMessage),
  }));
}

/** Every export the checks rest on, with its hash, folded up; null where there is none. */
export function exportList({ judged }: Pick<ToldDigest, "judged">): Message | null {
  const lines = judged.flatMap(({ exports }) =>
    exports.map(({ name, sha256 }) => `${sha256}  ${name}`),
  );
  const all = [...new Set(lines)].toSorted((a, b) => a.slice(66).localeCompare(b.slice(66)));
  if (all.length === 0) return null;
  const text = `${counted(all.length, "file")} these checks rest on`;
  const { texts, left } = packed(all);
  const rest = left === 0 ? "" : `and ${left.toLocaleString("en-US")} more, kept beside them`;
  const folded: ContainerBlock = {
    type: "container",
    block_id: "exports",
    title: { type: "plain_text", text },
    subtitle: { type: "plain_text", text: hint },
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [
      richText(
        ...texts.map((each) => monospace(each, limits.section)),
        ...(rest === "" ? [] : [line([rest])]),
      ),
    ],
  };
  const classic: ContextBlock = {
    type: "context",
    block_id: "exports",
    elements: [`${text}; ${hint}:`, ...texts, ...(rest === "" ? [] : [rest])].map((each) => ({
      type: "mrkdwn",
      text: escapeWithin(each, limits.section),
    })),
  };
  return message(text, [folded], [classic]);
}

function postable(one: JudgedCheck): Upload["files"] {
  return (one.files ?? []).filter(isPosted).map(({ file, title, bytes }) => ({
    file,
    title: cut(title, limits.header) || titleOf(one),
    bytes,
  }));
}
