import type { JudgedCheck } from "#model/judged-check.ts";
import { Decimal } from "#model/money.ts";
import type { Outcome } from "#model/outcome.ts";

/** One occurrence's conclusions in the order in which they are read. */
export interface Digest {
  /** What is wrong and not snoozed, most money at risk first. */
  readonly wrong: readonly JudgedCheck[];
  /** What could not be judged and should have been: no data, or an error. */
  readonly silent: readonly JudgedCheck[];
  readonly snoozed: readonly JudgedCheck[];
  readonly passed: readonly JudgedCheck[];
  /** What the sources do not export. */
  readonly unavailable: readonly JudgedCheck[];
}

const severity: Readonly<Record<Outcome, number>> = {
  fail: 0,
  warn: 1,
  error: 2,
  no_data: 3,
  not_available: 4,
  pass: 5,
};

/** Sorts conclusions for reading: red first, by money at risk; silence is never among what passed. */
export function digestOf(
  judged: readonly JudgedCheck[],
  isSnoozed: (one: JudgedCheck) => boolean,
): Digest {
  const ordered = judged.toSorted(worstFirst);
  const of = (...outcomes: Outcome[]): JudgedCheck[] =>
    ordered.filter((one) => outcomes.includes(one.outcome) && !isSnoozed(one));
  return {
    wrong: of("fail", "warn"),
    silent: of("error", "no_data"),
    snoozed: ordered.filter((one) => one.outcome !== "pass" && isSnoozed(one)),
    passed: ordered.filter(({ outcome }) => outcome === "pass"),
    unavailable: of("not_available"),
  };
}

/** Failures before warnings; among them the most money at risk first. */
export function worstFirst(left: JudgedCheck, right: JudgedCheck): number {
  const rank = severity[left.outcome] - severity[right.outcome];
  if (rank !== 0) return rank;
  const money = new Decimal(right.atRisk).cmp(left.atRisk);
  return money === 0 ? left.check.localeCompare(right.check) : money;
}
