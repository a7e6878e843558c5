import type { CauseId } from "#model/causes.ts";
import type { Finding } from "#model/outcome.ts";
import { Decimal } from "#model/money.ts";

export type Verdict = "match" | "explained" | "unexplained" | "no_data" | "refused";

/** One side of a reconciliation: an exact decimal total, its currency (null for counts) and the records in it. */
export interface Side {
  readonly amount: string;
  readonly currency: string | null;
  readonly rows: number;
}

/** What the two sides are called in a sentence, plural nouns in lower case. */
export interface Sides {
  readonly actual: string;
  readonly expected: string;
  /** What the expected side's records are called, where its own name is not a plural of them. */
  readonly records?: string;
}

/** A named part of the gap; `examples` are at most five record ids. */
export interface Cause {
  readonly cause: CauseId;
  readonly amount: string;
  readonly rows: number;
  readonly examples: readonly string[];
  /** The one payout all its records name, where there is just one. */
  readonly payout?: string;
}

/** A change of filter context under which a card's value comes out exactly; fields as named by the context's causes. */
export interface Hypothesis {
  readonly changes: Readonly<Record<string, string>>;
  /** Exact decimal. */
  readonly value: string;
}

/** A gap explanation: `gap` = actual − expected = the causes' amounts + `unexplained`, exactly. */
export interface Explanation {
  /** Payouts and commissions unless said otherwise. */
  readonly sides?: Sides;
  readonly expected: Side;
  readonly actual: Side;
  readonly gap: string;
  readonly causes: readonly Cause[];
  readonly unexplained: string;
  readonly findings: readonly Finding[];
  /** What a search over contexts found, fewest changes first; absent where none was made. */
  readonly hypotheses?: readonly Hypothesis[];
  /** Whether two captures in a row agreed; absent where it was captured once. */
  readonly converged?: boolean;
}

/** `match` needs a gap of zero, no cause and no failing finding: offsetting errors are still errors. */
export function verdictOf(explanation: Explanation): Exclude<Verdict, "refused"> {
  const { expected, actual, gap, causes, unexplained, findings } = explanation;
  const failing = findings.some(({ severity }) => severity === "fail");
  if (!new Decimal(unexplained).isZero()) return "unexplained";
  if (causes.length > 0 || failing || !new Decimal(gap).isZero()) return "explained";
  return expected.rows === 0 && actual.rows === 0 ? "no_data" : "match";
}
