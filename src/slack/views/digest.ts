import type { KnownBlock } from "@slack/types";
import { DateTime } from "luxon";

import type { JudgedCheck } from "#model/judged-check.ts";
import { titleOf } from "#model/judged-check.ts";
import type { Period } from "#model/period.ts";
import { counted, listed } from "#model/phrases.ts";
import { escapeWithin } from "#slack/block-budget.ts";
import type { ToldDigest } from "#slack/digest-state.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { againButton } from "#slack/views/again-button.ts";
import { endpointLines } from "#slack/views/digest-endpoints.ts";
import { finding } from "#slack/views/digest-finding.ts";
import { headingOf } from "#slack/views/digest-heading.ts";

/** Findings of one message, so that it stays readable and inside Slack's limits; the rest are in the thread. */
const mostFindings = 6;
const shownSnoozes = 8;

/** The one message of an occurrence: green in one line, else red first, by money at risk. */
export function digest(told: ToldDigest): Message {
  const { mark, sentence } = headingOf(told);
  const shown = told.findings.slice(0, mostFindings).filter((one) => told.snoozeOn(one) === null);
  const [wrong, silent] = [shown.filter(isWrong), shown.filter((one) => !isWrong(one))];
  const left = told.findings.slice(mostFindings);
  const leftWrong = left.filter(isWrong).length;
  const [first] = shown;
  const blocks: KnownBlock[] = [
    richText(line([`${mark} `, bold(sentence, 700)])),
    ...about(told),
    ...wrong.flatMap((one) => finding(one, told)),
    ...inThread(leftWrong),
    ...(told.digest.silent.length > 0
      ? [silence(told.digest.silent), ...silent.flatMap((one) => finding(one, told))]
      : []),
    ...inThread(left.length - leftWrong, silent.length > 0 ? " more" : ""),
    ...snoozed(told),
    ...endpointLines(told.endpoints),
    ...rest(told),
    ...againButton(told),
  ];
  return message(`${mark} ${sentence}${first ? ` ${first.text}` : ""}`, blocks);
}

/** How many of a group have no room in the message; below their group, so that nobody takes what is wrong for silent. */
function inThread(count: number, more = " more"): KnownBlock[] {
  return count > 0 ? [quiet(`${count.toLocaleString("en-US")}${more} in the thread.`)] : [];
}

function isWrong({ outcome }: JudgedCheck): boolean {
  return outcome === "fail" || outcome === "warn";
}

/** The findings that have no room in the message, for its thread; each stays where it was told. */
export function furtherFindings(told: ToldDigest): Message[] {
  const all = told.findings.slice(mostFindings);
  return Array.from({ length: Math.ceil(all.length / mostFindings) }, (_, index) => {
    const some = all.slice(index * mostFindings, (index + 1) * mostFindings);
    const words = `${counted(some.length, "further finding")}: ${some.map(titleOf).join(", ")}`;
    const blocks = some.flatMap((one) =>
      told.snoozeOn(one)
        ? [richText(line([`💤 ${titleOf(one)} is snoozed.`], 200))]
        : finding(one, told),
    );
    return message(words, blocks);
  });
}

/** What stands in the thread where there were further findings before all was judged again. */
export const noFurther: Message = message("Judged again: no further finding.", [
  richText(line(["Judged again: no further finding."])),
]);

/** Whose, when, why late; nothing where it was simply due and all is green. */
function about({ occurrence, digest: { wrong, silent }, judged }: ToldDigest): KnownBlock[] {
  const { period, late, asked_by: asker, status, again_at: again, again_by: by } = occurrence;
  const isGreen = wrong.length === 0 && silent.length === 0 && status === "done";
  const sources = [...new Set(judged.map(({ source }) => source))];
  const days =
    period.from === period.to
      ? period.timezone
      : `${period.from} to ${period.to}, ${period.timezone}`;
  const of = [listed(sources), days].filter((part) => part !== "").join(" · ");
  const words = [
    ...(isGreen ? [] : [escapeWithin(of, 400)]),
    ...(asker === null ? [] : [`asked by <@${asker}>`]),
    ...(again === null || by === null
      ? []
      : [`judged again at ${atIn(again, period)} by <@${by}>`]),
  ];
  return [
    ...(words.length > 0 ? [context(words.join(" · "))] : []),
    ...(late === null ? [] : [quiet(`⏰ ${late}`)]),
  ];
}

function silence(silent: readonly JudgedCheck[]): KnownBlock {
  const words = `Silence is not health: ${counted(silent.length, "check")} could not be judged`;
  return richText(line([bold(words)]));
}

/** All that is snoozed, in one line. */
function snoozed({ digest: { snoozed: all }, snoozeOn, occurrence }: ToldDigest): KnownBlock[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, shownSnoozes).flatMap((one, index): Inline[] => {
    const snooze = snoozeOn(one);
    const until = snooze?.until ? dayIn(snooze.until, occurrence.period.timezone) : "";
    return [
      index === 0 ? "💤 Snoozed: " : "; ",
      `${titleOf(one)}${one.program === null ? "" : ` (${one.program})`} until ${until}`,
      ...(snooze ? [" by ", person(snooze.by)] : []),
    ];
  });
  const left = all.length - shownSnoozes;
  return [richText(line([...shown, left > 0 ? ` and ${left} more` : null], 120))];
}

/** An instant on people's clocks, `2026-10-20 14:03 EDT`. */
function atIn(instant: Date, { timezone }: Pick<Period, "timezone">): string {
  const at = DateTime.fromJSDate(instant, { zone: timezone });
  return at.toFormat("yyyy-MM-dd HH:mm ZZZZ", { locale: "en-US" });
}

/** The day an instant is in, `2026-10-20`. */
export function dayIn(instant: Date, timezone: string): string {
  return DateTime.fromJSDate(instant, { zone: timezone }).toISODate() ?? "";
}

/** What passed and what the sources do not export, in one quiet line. */
function rest({
  digest: { wrong, silent, snoozed: asleep, passed, unavailable },
}: ToldDigest): KnownBlock[] {
  const isGreen = wrong.length + silent.length + asleep.length === 0;
  const parts = [
    ...(isGreen || passed.length === 0 ? [] : [`✅ ${passed.length} passed`]),
    ...(unavailable.length === 0
      ? []
      : [
          `▫️ ${unavailable.length} not exported: ${listed(
            unavailable.map(({ check }) => check),
            4,
          )}`,
        ]),
  ];
  return parts.length === 0 ? [] : [quiet(parts.join(" · "))];
}

function quiet(text: string): KnownBlock {
  return context(escapeWithin(text, 800));
}

/** mrkdwn, already escaped. */
function context(text: string): KnownBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text }] };
}
