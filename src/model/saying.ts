import type { Expected } from "#model/baseline.ts";
import { counted } from "#model/phrases.ts";
import { weekdayOf } from "#model/series.ts";
import type { Period } from "#model/period.ts";

/** A range for people: `580–690`, `12` where both ends are one. */
export function rangeText({ from, to }: Expected): string {
  const [low, high] = [from.toLocaleString("en-US"), to.toLocaleString("en-US")];
  return low === high ? low : `${low}–${high}`;
}

/** When a period is compared with others of its kind: ` on a Tuesday`, nothing of a week or a month. */
export function onItsDay(period: Period): string {
  return period.span === "day" ? ` on a ${weekdayOf(period)}` : "";
}

/** The first of several sentences, and how many more there are. */
export function firstOf(sentences: readonly string[], most = 3): string {
  const more = sentences.length - most;
  const shown = sentences.slice(0, most).join(" ");
  return more > 0
    ? `${shown} And ${counted(more, "more of the kind", "more of the kind")}.`
    : shown;
}

/** A key as the start of a sentence: `Campaign cmp_1`; `In all` for the sum of all. */
export function keyName(what: string): string {
  return what === "all" ? "In all" : what.charAt(0).toUpperCase() + what.slice(1);
}
