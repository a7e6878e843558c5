import { causes as vocabulary } from "#model/causes.ts";
import type { Cause, Explanation, Sides } from "#model/explanation.ts";
import { verdictOf } from "#model/explanation.ts";
import { Decimal, displayAmount, displaySigned } from "#model/money.ts";

/** What the sides are called unless an explanation says otherwise. */
export const payoutSides: Sides = { actual: "payouts", expected: "commissions" };
const shownCauses = 4;
/** Causes whose phrase ends in the payout itself. */
const namesPayout: ReadonlySet<string> = new Set(["payout_failed", "payout_in_flight"]);

/** The result of a reconciliation in one plain sentence: the gap, its causes by money, and what stays unexplained. */
export function verdictSentence(explanation: Explanation): string {
  const { actual, expected } = explanation.sides ?? payoutSides;
  switch (verdictOf(explanation)) {
    case "no_data":
      return noData(explanation, actual, expected);
    case "match":
      return `${capital(actual)} match ${expected}: ${total(explanation)}, no cause, ${findings(explanation)}.`;
    case "explained":
    case "unexplained":
      return `${comparison(explanation)}: ${parts(explanation).join(", ")}.`;
  }
}

/** Nothing to count is not nothing there: what was found in reading may be why. */
function noData({ findings: found }: Explanation, actual: string, expected: string): string {
  const worth = found.filter(({ severity }) => severity !== "info");
  const why =
    worth.length === 0
      ? ""
      : ` ${count(worth.length, "finding")} may say why: ${worth[0]?.message}`;
  return `No data: neither ${actual} nor ${expected} were found in this window and scope.${why}`;
}

/** The causes of an explanation, most money first, either way. */
export function byMoney(causes: readonly Cause[]): Cause[] {
  const size = ({ amount }: Cause): Decimal => new Decimal(amount).abs();
  return [...causes].sort((a, b) => size(b).comparedTo(size(a)));
}

function comparison({ sides = payoutSides, gap, expected }: Explanation): string {
  const difference = new Decimal(gap);
  const [actual, other] = [capital(sides.actual), sides.expected];
  if (difference.isZero()) {
    return `${actual} equal ${other} at ${displayAmount(expected.amount, expected.currency)}, but not record by record`;
  }
  const [less, more] =
    expected.currency === null ? ["fewer than", "more than"] : ["below", "above"];
  const direction = difference.isNegative() ? less : more;
  return `${actual} are ${displayAmount(difference.abs(), expected.currency)} ${direction} ${other}`;
}

function parts(explanation: Explanation): string[] {
  const { causes, unexplained, expected } = explanation;
  const sorted = byMoney(causes);
  const rest = sorted.slice(shownCauses);
  const sum = rest.reduce((all, { amount }) => all.plus(amount), new Decimal(0));
  const failing = explanation.findings.filter(({ severity }) => severity === "fail");
  return [
    ...sorted
      .slice(0, shownCauses)
      .map(
        (cause) =>
          `${displaySigned(cause.amount, expected.currency)} ${vocabulary[cause.cause].phrase}${where(cause, expected.currency)}`,
      ),
    ...(rest.length > 0
      ? [`and ${count(rest.length, "more cause")} (${displaySigned(sum, expected.currency)})`]
      : []),
    `unexplained ${displaySigned(unexplained, expected.currency)}`,
    ...(failing.length > 0 ? [count(failing.length, "failing finding")] : []),
  ];
}

function where({ cause, rows, examples, payout }: Cause, currency: string | null): string {
  if (payout !== undefined && namesPayout.has(cause)) return ` ${payout}`;
  const [only] = examples;
  if (rows === 1 && only !== undefined) return ` (${only})`;
  // Where records are counted, their number is said already.
  return currency === null ? "" : ` (${count(rows, "record")})`;
}

function total({ expected, sides = payoutSides }: Explanation): string {
  const amount = displayAmount(expected.amount, expected.currency);
  if (expected.currency === null) return amount;
  const records = sides.records ?? sides.expected;
  return `${amount} in ${whole(expected.rows)} ${expected.rows === 1 ? records.replace(/s$/, "") : records}`;
}

function findings(explanation: Explanation): string {
  const worth = explanation.findings.filter(({ severity }) => severity !== "info");
  return worth.length === 0 ? "no finding" : count(worth.length, "finding");
}

function whole(value: number): string {
  return value.toLocaleString("en-US");
}

function count(amount: number, noun: string): string {
  return `${whole(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
