import { causes as vocabulary } from "#model/causes.ts";
import type { Cause, Explanation } from "#model/explanation.ts";
import { Decimal, displayAmount, displaySigned } from "#model/money.ts";
import { payoutSides } from "#model/verdict-sentence.ts";

/** Words around the bars of a gap explanation. */
export interface WaterfallText {
  readonly title: string;
  /** ISO 4217; null when the reconciliation counts records. */
  readonly currency: string | null;
}

export interface Bar {
  readonly kind: "total" | "more" | "less" | "unexplained";
  readonly label: string;
  readonly amount: string;
  /** Where the running total stands before and after this bar; a total runs from 0. */
  readonly from: Decimal;
  readonly to: Decimal;
}

const mostCauses = 10;
/** Longer labels are cut off. */
export const longestLabel = 32;
/** Totals are drawn bold. */
const longestTotal = 29;

/** The bars from expected to actual: causes by absolute amount, past ten the rest in one bar, unexplained only if there is some. */
export function barsOf(explanation: Explanation, text: WaterfallText): Bar[] {
  const { currency } = text;
  const sides = explanation.sides ?? payoutSides;
  const zero = new Decimal(0);
  const total = (label: string, amount: string): Bar => ({
    kind: "total",
    label,
    amount: displayAmount(amount, currency),
    from: zero,
    to: new Decimal(amount),
  });
  let running = new Decimal(explanation.expected.amount);
  const change = (label: string, amount: Decimal, kind?: "unexplained"): Bar => {
    const from = running;
    running = running.plus(amount);
    const direction = amount.isNegative() ? "less" : "more";
    const shown = displaySigned(amount, currency);
    return { kind: kind ?? direction, label, amount: shown, from, to: running };
  };
  const sorted = bySize(explanation.causes);
  const shown = sorted.length > mostCauses ? sorted.slice(0, mostCauses - 1) : sorted;
  const rest = sorted.slice(shown.length);
  const bars = [total(totalLabel(sides.expected, "expected"), explanation.expected.amount)];
  for (const { cause, amount } of shown) {
    bars.push(change(vocabulary[cause].title, new Decimal(amount)));
  }
  if (rest.length > 0) {
    const sum = rest.reduce((all, { amount }) => all.plus(amount), zero);
    bars.push(change(`${rest.length} more causes`, sum));
  }
  const unexplained = new Decimal(explanation.unexplained);
  if (!unexplained.isZero()) bars.push(change("Unexplained", unexplained, "unexplained"));
  bars.push(total(totalLabel(sides.actual, "actual"), explanation.actual.amount));
  return bars;
}

/** A side's name and its place in the comparison, which goes first where there is no room for both. */
function totalLabel(side: string, place: string): string {
  const name = `${side.charAt(0).toUpperCase()}${side.slice(1)}`;
  const label = `${name} (${place})`;
  return label.length > longestTotal ? name : label;
}

function bySize(causes: readonly Cause[]): Cause[] {
  return causes.toSorted((left, right) => {
    const order = new Decimal(right.amount).abs().comparedTo(new Decimal(left.amount).abs());
    return order === 0 ? (left.cause < right.cause ? -1 : 1) : order;
  });
}
