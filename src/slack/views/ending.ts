import type { RichTextElement } from "@slack/types";

import { verdictSentence } from "#model/verdict-sentence.ts";
import { bold, emoji, person } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Ending } from "#slack/run-state.ts";
import { explanationOf } from "#slack/run-state.ts";

const marks: Record<Ending, string> = {
  match: "white_check_mark",
  explained: "warning",
  unexplained: "rotating_light",
  no_data: "question",
  refused: "no_entry",
  failed: "x",
  canceled: "octagonal_sign",
};

/** The emoji of an ending, by Slack's name. */
function markOf(ending: Ending): RichTextElement {
  return emoji(marks[ending]);
}

/** How the run ended, as two parts of one sentence: what stands first in bold, and the rest. */
export function endingSentence(
  run: Run,
  steps: readonly RunStep[],
  ending: Ending,
): [string, string] {
  const explanation = explanationOf(steps);
  if (ending === "failed") return ["The run failed.", said(run)];
  if (ending === "canceled") return ["Canceled.", said(run)];
  if (ending === "refused") return ["Refused.", said(run)];
  if (!explanation) return uncompared(run, steps, ending);
  const sentence = verdictSentence(explanation);
  const at = sentence.indexOf(": ");
  return at < 0 ? [sentence, ""] : [sentence.slice(0, at + 1), sentence.slice(at + 1)];
}

/** A run that compared nothing ends with what its steps found. */
function uncompared(run: Run, steps: readonly RunStep[], ending: Ending): [string, string] {
  if (ending === "match") return ["Nothing was found.", ""];
  if (ending !== "unexplained") return ["No data.", said(run)];
  const found = steps.filter(({ status }) => status === "attention");
  const rest = found.length > 1 ? ` and ${found.length - 1} more` : "";
  return ["Found:", ` ${found[0]?.title}: ${found[0]?.outcome?.summary}${rest}.`];
}

/** How the run ended, as a line; who canceled it, where somebody did. */
export function endingLine(
  run: Run,
  steps: readonly RunStep[],
  { ending, canceledBy, to = null }: { ending: Ending; canceledBy: string | null; to?: Inline },
): Inline[] {
  const mark = [markOf(ending), " ", ...(to === null ? [] : [to, " "])];
  if (ending === "canceled" && canceledBy !== null) {
    const called = canceledBy === run.requested_by ? mark.slice(0, 2) : mark;
    return [...called, bold("Canceled"), " by ", person(canceledBy), ".", said(run)];
  }
  const [first, rest] = endingSentence(run, steps, ending);
  return [...mark, bold(first), rest];
}

/** How the run ended without its causes, for where its own message is a click away. */
export function endingInShort(run: Run, steps: readonly RunStep[], ending: Ending): Inline[] {
  const [first, rest] = endingSentence(run, steps, ending);
  const isCut = explanationOf(steps) !== null && first.endsWith(":");
  return [markOf(ending), " ", bold(isCut ? first.slice(0, -1) : first), isCut ? "" : rest];
}

function said({ failure }: Run): string {
  return failure ? ` ${failure}` : "";
}
