import { nameIn } from "#model/close.ts";
import type { SignOff } from "#model/close.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, monospace, quote, richText } from "#slack/rich-text.ts";

/** One source's close: the version that stands, and how it differs from the one before, null where it is the first. */
export interface ShownDifference {
  readonly source: string;
  readonly signOff: SignOff;
  readonly before: number | null;
  readonly lines: readonly string[];
}

const mostSources = 5;
const mostText = 2000;

/** How the last two versions of a closed month differ: who closed it anew and why, totals and lines. */
export function closeDifference(month: string, shown: readonly ShownDifference[]): Message {
  const blocks = shown.slice(0, mostSources).map(({ source, signOff, before, lines }) => {
    const { version, prepared_by: preparer, reviewed_by: reviewers, reason } = signOff;
    const versions =
      before === null ? `version ${version}, the only one` : `version ${before} → ${version}`;
    const by = `, prepared by ${nameIn(preparer)}, ${reviewers.length > 0 ? `reviewed by ${reviewers.map(nameIn).join(", ")}` : "not reviewed"}`;
    return richText(
      line([bold(`${month} of ${source}`), `: ${versions}${by}`]),
      ...(reason === null ? [] : [quote(reason, 600)]),
      ...(lines.length > 0 ? [monospace(lines.join("\n"), mostText)] : []),
    );
  });
  const left = shown.length - mostSources;
  const rest = left > 0 ? [richText(line([`… and ${left} more sources`]))] : [];
  return message(`How the last two versions of ${month} differ`, [...blocks, ...rest]);
}
