import type { Explanation, Hypothesis } from "#model/explanation.ts";
import { Decimal, displayAmount } from "#model/money.ts";

/** What a table of hypotheses is headed with. */
export const hypothesesTitle = "What would explain the card";

/** Said where a search found nothing. */
export const noHypothesis =
  "No change of scope, statuses, timezone, currency treatment, duplicates or late records gives the card's value exactly.";

/** A row for each hypothesis of an explanation, fewest changes first: the changes in words, and the value under them. */
export function hypothesisRows({ hypotheses = [], expected }: Explanation): [string, string][] {
  return hypotheses.map(({ changes, value }) => [
    inWords(changes),
    expected.currency === null ? value : displayAmount(value, expected.currency),
  ]);
}

/** Whether a search was made for what is unexplained, and found nothing. */
export function isSearchedInVain({ hypotheses, gap, unexplained }: Explanation): boolean {
  const isOpen = !new Decimal(gap).isZero() && !new Decimal(unexplained).isZero();
  return hypotheses?.length === 0 && isOpen;
}

function inWords(changes: Hypothesis["changes"]): string {
  const words = Object.entries(changes).map(([field, value]) => {
    if (field === "currency") return "foreign amounts at par";
    if (field === "duplicates") return "repeated orders counted once";
    if (field === "late_records") return "without late records";
    return `${field} ${value.replaceAll(",", ", ")}`;
  });
  return words.join("; ");
}
