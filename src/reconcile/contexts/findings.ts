import type { Hypothesis } from "#model/explanation.ts";
import type { Finding } from "#model/outcome.ts";
import type { Cell } from "#reconcile/contexts/tally.ts";
import type { ContextSearch, ReadingField } from "#reconcile/contexts/reading.ts";

/** What a person can look at to tell whether a field is what differs. */
const telling: Readonly<Record<ReadingField, string>> = {
  scope: "look at the card's workspace, campaign and link filters",
  statuses: "look at the card's status filter",
  timezone: "compare the card for one day with records near midnight",
  currency: "compare the card with one currency at a time",
  duplicates: "find one repeated order on the card",
  late_records: "capture the card again now",
};

/** Says that several hypotheses change as few fields as the first, and what would tell them apart; none when one stands alone. */
export function severalFit(hypotheses: readonly Hypothesis[], most: number): Finding[] {
  const size = (hypothesis: Hypothesis | undefined): number =>
    Object.keys(hypothesis?.changes ?? {}).length;
  const equal = hypotheses.filter((hypothesis) => size(hypothesis) === size(hypotheses[0]));
  if (equal.length < 2) return [];
  const count = equal.length === most ? `${most} or more` : String(equal.length);
  const fields = Object.keys(telling).filter((field) =>
    equal.some(({ changes }) => changes[field] !== equal[0]?.changes[field]),
  ) as ReadingField[];
  const looks = fields.map((field) => telling[field]).join("; ");
  return [
    {
      id: "several_contexts_fit",
      severity: "warn",
      message: `${count} changes of context give the card's value exactly, and the first is taken for the explanation. To tell them apart: ${looks}.`,
      rows: 0,
    },
  ];
}

/** What could not be tried: it weighs more where nothing was found. */
export function notTried(
  { conversions: { available }, card, metric, context }: ContextSearch,
  { cells, tried, isFound }: { cells: readonly Cell[]; tried: readonly string[]; isFound: boolean },
): Finding[] {
  const severity = isFound ? "info" : "warn";
  const lacking = ["order_id", "partner_id"].filter((column) => !available.includes(column));
  const findings: Finding[] = [];
  if (lacking.length > 0) {
    findings.push({
      id: "not_available_duplicates",
      severity,
      message: `The conversions export has no ${lacking.join(" and no ")} column, so whether the card counts repeated orders once could not be tried.`,
      rows: 0,
    });
  }
  if (!available.includes("recorded_at") || card.capturedAt === null) {
    const why = available.includes("recorded_at")
      ? "The card does not say when it was captured"
      : "The conversions export has no recorded_at column";
    findings.push({
      id: "not_available_late_records",
      severity,
      message: `${why}, so whether records came in after it was captured could not be tried.`,
      rows: 0,
    });
  }
  const left = cells.filter(({ state }) => !tried.includes(state));
  if (left.length > 0) {
    const rows = left.reduce((sum, cell) => sum + cell.rows, 0);
    findings.push({
      id: "search_bounded",
      severity: "warn",
      message: `More than ${tried.length} statuses occur; sets were tried of ${tried.join(", ")} only, so a set with another of them would not be found.`,
      rows,
    });
  }
  const unknown = cells.reduce((sum, cell) => sum + cell.unknown, 0);
  if (metric === "revenue" && unknown > 0) {
    findings.push({
      id: "not_available_rates",
      severity,
      message: `${unknown} record(s) outside the context asked for have no rate to ${context.currency} on or before their day, so contexts that hold them could not be tried; add it to the rates file (date,from,to,rate).`,
      rows: unknown,
    });
  }
  return findings;
}
