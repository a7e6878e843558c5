import type { KnownBlock } from "@slack/types";

import type { CheckMark } from "#cadence/snoozes.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { titleOf } from "#model/judged-check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import type { Outcome } from "#model/outcome.ts";
import { sparkline } from "#model/trend.ts";
import type { ToldDigest } from "#slack/digest-state.ts";
import { bold, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { findingButtons } from "#slack/views/digest-buttons.ts";

/** Told apart by shape, too. */
export const outcomeMarks: Readonly<Record<Outcome, string>> = {
  fail: "🔴",
  warn: "⚠️",
  error: "❌",
  no_data: "❔",
  not_available: "▫️",
  pass: "✅",
};

/** A finding's sentence is cut here; the thread has its rows. */
const longest = 600;
const shownPoints = 14;
const shownPeople = 5;

/** One finding: what is wrong in a sentence, what is at stake, what people said to it, and what can be done. */
export function finding(one: JudgedCheck, told: ToldDigest): KnownBlock[] {
  const facts = factsOf(one);
  const said = saidTo(told.marksOn(one));
  return [
    richText(
      line([`${outcomeMarks[one.outcome]} `, bold(headingOf(one, told), 200)]),
      line([one.text], longest),
      ...(facts.length > 0 ? [line(facts, 200)] : []),
      ...(said.length > 0 ? [line(said, 100)] : []),
    ),
    findingButtons(one, told),
  ];
}

/** The finding's name, with its source and program where there are several. */
export function headingOf(one: JudgedCheck, { judged }: Pick<ToldDigest, "judged">): string {
  const isOne = judged.every(({ source }) => source === one.source);
  const of = [...(isOne ? [] : [one.source]), ...(one.program === null ? [] : [one.program])];
  return of.length === 0 ? titleOf(one) : `${titleOf(one)} · ${of.join(", ")}`;
}

function factsOf(one: JudgedCheck): Inline[] {
  const { atRisk, currency, owner, trend = [] } = one;
  const parts: Inline[][] = [
    ...(new Decimal(atRisk).isZero()
      ? []
      : [["At risk ", bold(displayAmount(atRisk, currency), 60)]]),
    ...(owner === null ? [] : [["Owner ", person(owner)]]),
    ...(trend.length < 3
      ? []
      : [[`${sparkline(trend.slice(-shownPoints))} last ${spansOf(one, trend)}`]]),
  ];
  return parts.flatMap((part, index) => (index === 0 ? part : [" · ", ...part]));
}

function spansOf({ points, period: { span } }: JudgedCheck, trend: readonly number[]): string {
  const count = Math.min(trend.length, shownPoints);
  if (points) return `${count} periods`;
  return span === "days" ? `${count} windows` : `${count} ${span}s`;
}

/** Who did what about it, in short. */
function saidTo(marks: readonly CheckMark[]): Inline[] {
  const by = (kind: CheckMark["kind"]) => marks.filter((mark) => mark.kind === kind);
  const assigned = by("assign").at(-1);
  const parts: Inline[][] = [
    ...(assigned?.assignee
      ? [["👤 Assigned to ", person(assigned.assignee), " by ", person(assigned.by)]]
      : []),
    ...people("☑️ Acknowledged by ", by("acknowledge")),
    ...people("▶️ Runbook started by ", by("run")),
    ...people("👍 Useful to ", latestOf(marks, "useful")),
    ...people("👎 Noise to ", latestOf(marks, "noise")),
  ];
  return parts.flatMap((part, index) => (index === 0 ? part : [" · ", ...part]));
}

/** Useful and noise exclude each other: what a person said last counts. */
function latestOf(marks: readonly CheckMark[], kind: "useful" | "noise"): CheckMark[] {
  const votes = marks.filter((mark) => mark.kind === "useful" || mark.kind === "noise");
  const last = new Map(votes.map((mark) => [mark.by, mark]));
  return [...last.values()].filter((mark) => mark.kind === kind);
}

function people(words: string, marks: readonly CheckMark[]): Inline[][] {
  const ids = [...new Set(marks.map(({ by }) => by))];
  if (ids.length === 0) return [];
  const shown = ids.slice(0, shownPeople).flatMap((id, index): Inline[] => {
    return index === 0 ? [person(id)] : [", ", person(id)];
  });
  const left = ids.length - shownPeople;
  return [[words, ...shown, left > 0 ? ` and ${left} more` : null]];
}
