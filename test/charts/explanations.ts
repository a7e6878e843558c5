import type { CauseId } from "#model/causes.ts";
import type { Explanation } from "#model/explanation.ts";
import { Decimal } from "#model/money.ts";

/** An explanation whose gap is the sum of the causes given and what stays unexplained. */
export function planted(
  expected: string,
  amounts: Partial<Record<CauseId, string>>,
  unexplained = "0",
  currency: string | null = "USD",
): Explanation {
  const causes = Object.entries(amounts).map(([cause, amount]) => ({
    cause: cause as CauseId,
    amount,
    rows: 1,
    examples: ["cm_1"],
  }));
  const gap = causes.reduce((sum, { amount }) => sum.plus(amount), new Decimal(unexplained));
  return {
    expected: { amount: expected, currency, rows: 1 },
    actual: { amount: gap.plus(expected).toFixed(), currency, rows: 1 },
    gap: gap.toFixed(),
    causes,
    unexplained,
    findings: [],
  };
}
