import type { CauseId } from "#model/causes.ts";
import { Decimal, formatAmount } from "#model/money.ts";

export interface PlantedCause {
  readonly cause: CauseId;
  readonly amount: string;
  readonly rows: number;
  /** Sorted. */
  readonly ids: readonly string[];
}

interface Side {
  readonly amount: string;
  readonly rows: number;
}

/** What a reconciliation must find in the demo, exactly: dollars with their cents, or whole numbers. */
export interface Answer {
  readonly expected: Side;
  readonly actual: Side;
  readonly gap: string;
  readonly causes: readonly PlantedCause[];
  readonly unexplained: string;
}

/** One record's part of a gap. */
export interface Part {
  readonly cause: CauseId;
  readonly amount: Decimal;
  readonly id: string;
}

interface Total {
  readonly amount: Decimal | number;
  readonly rows: number;
}

/** Sums what was planted, record by record, into the answer. */
export function answerOf(
  { expected, actual }: { expected: Total; actual: Total },
  parts: readonly Part[],
  unit: "USD" | "records",
): Answer {
  const exact = (amount: Decimal): string =>
    unit === "USD" ? formatAmount(amount, unit) : amount.toFixed();
  const side = ({ amount, rows }: Total): Side => ({ amount: exact(new Decimal(amount)), rows });
  const gap = new Decimal(actual.amount).minus(expected.amount);
  const moving = parts.filter(({ amount }) => !amount.isZero());
  return {
    expected: side(expected),
    actual: side(actual),
    gap: exact(gap),
    causes: [...Map.groupBy(moving, ({ cause }) => cause)].map(([cause, all]) => ({
      cause,
      amount: exact(sumOf(all)),
      rows: all.length,
      ids: all.map(({ id }) => id).toSorted(),
    })),
    unexplained: exact(gap.minus(sumOf(moving))),
  };
}

function sumOf(parts: readonly { readonly amount: Decimal }[]): Decimal {
  return parts.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
}
