import type { KnownBlock, RichTextElement } from "@slack/types";

import { titleOf } from "#model/judged-check.ts";
import { displayPeriod } from "#model/period.ts";
import { counted } from "#model/phrases.ts";
import { cut } from "#slack/block-budget.ts";
import type { Board, LastOutcome } from "#slack/board.ts";
import type { Standing } from "#slack/home-entries.ts";
import { bold, bullets, instant, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { dayIn } from "#slack/views/digest.ts";
import { outcomeMarks } from "#slack/views/digest-finding.ts";

const mostLines = 12;
const mostCadences = 10;

/** How all checks stand: the last outcome of each, what is snoozed, and what is due next. */
export function boardBlocks(
  { outcomes, due, timezone }: Board,
  linkOf: (at: Standing | null) => string | null,
): KnownBlock[] {
  const open = outcomes.filter(({ judged, snooze }) => isOpen(judged) && snooze === null);
  const asleep = outcomes.filter(({ snooze }) => snooze !== null);
  const count = (wanted: string) =>
    outcomes.filter(({ judged }) => judged.outcome === wanted).length;
  const passed = count("pass");
  const lacking = count("not_available");
  return [
    {
      type: "header",
      text: { type: "plain_text", text: open.length === 0 ? "Checks" : `Checks (${open.length})` },
    },
    ...(outcomes.length === 0
      ? [quiet("Nothing has been checked yet.")]
      : open.length === 0
        ? [quiet("Nothing needs a look.")]
        : []),
    ...listOf(open, ({ judged, at }) => [
      `${outcomeMarks[judged.outcome]} `,
      name({ judged, at }, linkOf),
      `, ${displayPeriod(judged.period)}: ${cut(judged.text, 200)}`,
    ]),
    ...listOf(asleep, ({ judged, snooze, at }) => [
      "💤 ",
      name({ judged, at }, linkOf),
      ` until ${snooze?.until ? dayIn(snooze.until, timezone) : ""}, snoozed by `,
      snooze ? person(snooze.by) : null,
    ]),
    ...(passed + lacking === 0
      ? []
      : [
          quiet(
            `✅ ${counted(passed, "check")} passed${lacking > 0 ? ` · ▫️ ${lacking} not exported` : ""}`,
          ),
        ]),
    ...(due.length === 0
      ? []
      : [
          richText(
            line([
              "Next: ",
              ...due
                .slice(0, mostCadences)
                .flatMap(({ cadence, at }, index): Inline[] => [
                  `${index === 0 ? "" : ", "}${cut(cadence, 60)} `,
                  instant(at.toUTC().toISO() ?? ""),
                ]),
            ]),
          ),
        ]),
  ];
}

function isOpen({ outcome }: LastOutcome["judged"]): boolean {
  return outcome !== "pass" && outcome !== "not_available";
}

function listOf(
  entries: readonly LastOutcome[],
  words: (entry: LastOutcome) => Inline[],
): KnownBlock[] {
  if (entries.length === 0) return [];
  const left = entries.length - mostLines;
  const lines = entries.slice(0, mostLines).map((entry) => line(words(entry), 300));
  return [richText(bullets([...lines, ...(left > 0 ? [line([`and ${left} more`])] : [])]))];
}

/** Linked to its digest where that stands. */
function name(
  { judged, at }: Pick<LastOutcome, "judged" | "at">,
  linkOf: (at: Standing | null) => string | null,
): RichTextElement {
  const url = linkOf(at);
  const of = judged.program === null ? "" : ` (${judged.program})`;
  const text = cut(`${titleOf(judged)}${of}`, 120);
  return url === null ? bold(text) : { type: "link", url, text };
}

function quiet(text: string): KnownBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text }] };
}
