import type { ContainerBlock, ContextBlock } from "@slack/types";

import { completeness, missingArtifacts } from "#model/artifacts.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import { escapeWithin, limits } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { line, monospace, richText } from "#slack/rich-text.ts";
import { packed } from "#slack/views/packed.ts";

const hint = "SHA-256 of each, as sha256sum writes it";

/** What a run's thread says of its evidence: how complete a package would be and, folded up, every file kept with its SHA-256; null where nothing was kept. */
export function fileList(items: readonly EvidenceItem[]): Message | null {
  // A picture is an item again when it is said what it shows.
  const lines = items.flatMap(({ file, sha256 }) => (file && sha256 ? [`${sha256}  ${file}`] : []));
  const files = [...new Set(lines)];
  if (files.length === 0) return null;
  const count = files.length === 1 ? "1 file" : `${files.length.toLocaleString("en-US")} files`;
  const text = `${count} kept with this run`;
  const { texts, left } = packed(files);
  const rest = left === 0 ? "" : `and ${left.toLocaleString("en-US")} more in the evidence package`;
  const folded: ContainerBlock = {
    type: "container",
    block_id: "files",
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
    block_id: "files",
    elements: [`${text}; ${hint}:`, ...texts, ...(rest === "" ? [] : [rest])].map((each) => ({
      type: "mrkdwn",
      text: escapeWithin(each, limits.section),
    })),
  };
  const complete = completenessOf(items);
  return message(text, [complete, folded], [complete, classic]);
}

function completenessOf(items: readonly EvidenceItem[]): ContextBlock {
  const missing = missingArtifacts(items);
  const words =
    missing.length === 0
      ? "nothing is missing to be escalated"
      : "drop what is missing into this thread";
  const state = `${completeness(missing)}${missing.length === 0 ? ";" : " yet;"} ${words}.`;
  return { type: "context", elements: [{ type: "mrkdwn", text: `Artifacts: ${state}` }] };
}
