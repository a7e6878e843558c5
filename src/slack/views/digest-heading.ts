import type { Digest } from "#cadence/digest.ts";
import { titleOf } from "#model/judged-check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { counted } from "#model/phrases.ts";
import { displayPeriod } from "#model/period.ts";
import type { Period } from "#model/period.ts";
import { weekdayOf } from "#model/series.ts";
import type { ToldDigest } from "#slack/digest-state.ts";

/** The first line of a digest: what it comes to, and how bad that is. */
export interface Heading {
  readonly mark: string;
  readonly sentence: string;
}

/** A window for people: `Tuesday 2026-10-13`, `2026-W43`, `2026-10`. */
export function periodName(period: Period): string {
  const name = displayPeriod(period);
  return period.span === "day" ? `${weekdayOf(period)} ${name}` : name;
}

/** What an occurrence is called: `Weekly checks`, or the one check that was asked for. */
export function occurrenceName({ occurrence }: Pick<ToldDigest, "occurrence">): string {
  const { cadence, only_check: only } = occurrence;
  return only === null ? `${titleOf({ check: cadence })} checks` : titleOf({ check: only });
}

export function headingOf(told: ToldDigest): Heading {
  const { occurrence, digest, judged, planned } = told;
  const name = occurrenceName(told);
  const of = periodName(occurrence.period);
  if (occurrence.status === "failed") {
    const why = occurrence.failure ?? "The log has the reason.";
    const what =
      occurrence.again_at === null
        ? "could not be judged"
        : "could not be judged again, below is what was concluded so far";
    return { mark: "❌", sentence: `${name}, ${of} ${what}. ${why}` };
  }
  if (occurrence.status !== "done" && occurrence.again_at !== null) {
    const state = "judged again with fresh exports; what stands below changes as checks end";
    return { mark: "⏳", sentence: `${name}, ${of}: being ${state}.` };
  }
  if (occurrence.status !== "done") {
    const left = Math.max(planned - judged.length, 0);
    const state =
      judged.length === 0
        ? `${counted(planned, "check")} at work`
        : `${counted(left, "check")} still at work`;
    const found =
      digest.wrong.length > 0 ? `, ${counted(digest.wrong.length, "finding")} so far` : "";
    return { mark: "⏳", sentence: `${name}, ${of}: ${state}${found}.` };
  }
  return ended(digest, { name, of, total: judged.length });
}

function ended(
  digest: Digest,
  { name, of, total }: { readonly name: string; readonly of: string; readonly total: number },
): Heading {
  const { wrong, silent, snoozed, passed, unavailable } = digest;
  if (total === 0) {
    return { mark: "❔", sentence: `${name}, ${of}: there was nothing to check.` };
  }
  if (wrong.length > 0) {
    const mark = wrong.some(({ outcome }) => outcome === "fail") ? "🔴" : "⚠️";
    const need = wrong.length === 1 ? "needs" : "need";
    return {
      mark,
      sentence: `${name}, ${of}: ${wrong.length} of ${total} ${need} a look${worst(digest)}.`,
    };
  }
  if (silent.length > 0) {
    return {
      mark: "❔",
      sentence: `${name}, ${of}: ${silent.length} of ${total} could not be judged.`,
    };
  }
  if (passed.length === 0) {
    const why =
      snoozed.length > 0
        ? "what was found is snoozed"
        : "the sources do not export what is to be checked";
    return { mark: "▫️", sentence: `${name}, ${of}: ${why}.` };
  }
  if (snoozed.length > 0 || passed.length === 1) {
    return { mark: "✅", sentence: `${name}, ${of}: ${counted(passed.length, "check")} passed.` };
  }
  const all = unavailable.length > 0 ? `${passed.length}` : `All ${passed.length}`;
  return { mark: "✅", sentence: `${all} checks of ${of} passed.` };
}

/** Not a sum: two checks may find the same money. */
function worst({ wrong }: Digest): string {
  const most = wrong.toSorted((a, b) => new Decimal(b.atRisk).cmp(a.atRisk))[0];
  if (!most || new Decimal(most.atRisk).isZero()) return "";
  const amount = displayAmount(most.atRisk, most.currency);
  return wrong.length === 1 ? `, ${amount} at risk` : `, the most at risk ${amount}`;
}
