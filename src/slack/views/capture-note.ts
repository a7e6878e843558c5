import type { KnownBlock } from "@slack/types";

import { cut } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, richText } from "#slack/rich-text.ts";
import type { NamedPicture } from "#slack/views/picture-button.ts";
import { pictureButtons } from "#slack/views/picture-button.ts";

/** What whoever added evidence is told alone: what could not be kept, and which pictures need words; null where all is well. */
export function captureNote(
  runId: string,
  pictures: readonly NamedPicture[],
  problems: readonly string[],
): Message | null {
  if (pictures.length === 0 && problems.length === 0) return null;
  const asks = question(pictures);
  const text = [...problems.map((problem) => `🚫 ${problem}`), ...(asks ? [asks] : [])].join(" ");
  const refused = problems.map((problem) => line(["🚫 ", problem], 600));
  const blocks: KnownBlock[] = [
    ...(refused.length > 0 ? [richText(...refused)] : []),
    ...(asks ? [richText(line(["✅ ", bold(asks)]), line([why]))] : []),
    ...(asks ? [pictureButtons(runId, pictures)] : []),
  ];
  return message(text, blocks);
}

const why =
  "Which filters, which date range? You have the page before you; whoever checks it later has only the picture.";

function question(pictures: readonly NamedPicture[]): string | null {
  const [first] = pictures;
  if (!first) return null;
  if (pictures.length === 1) return `${cut(first.name, 80)} is kept. What does it show?`;
  return `${pictures.length} pictures are kept. What do they show?`;
}
