import type { CheckResult, CheckRow } from "#model/check-result.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { firstOf } from "#model/saying.ts";

/** What is wrong with records, by the name a measure gives it: the words after their number, `conversions were approved before they occurred`. */
export type Problems = Readonly<Record<string, readonly [one: string, several: string]>>;

export interface ProblemRules {
  readonly problems: Problems;
  /** What was looked at, in a pass: `dates of 412 records`. */
  readonly looked: (records: number) => string;
  /** How many are no failure. */
  readonly most: number;
  readonly currency: string;
}

/**
 * Judges rows of `problemsSql`: one row with what was examined, then records with what is wrong with each. A record that is
 * wrong in two ways is at risk once.
 */
export function judgeProblems(rows: readonly CheckRow[], rules: ProblemRules): CheckResult {
  const { problems, looked, most, currency } = rules;
  const all = rows.find(({ problem }) => problem === null);
  const examined = Number(all?.["examined"] ?? 0);
  const older = Number(all?.["older"] ?? 0);
  const open = older === 0 ? "" : ` ${older.toLocaleString("en-US")} older still open.`;
  const found = rows.filter(({ problem }) => problem !== null);
  const total = Number(found[0]?.["wrong"] ?? 0);
  const measured = { metric: total, unit: "records", expected: { from: 0, to: most } };
  if (examined === 0 && total === 0) {
    const text = "No record was found in the window.";
    return { ...measured, outcome: "no_data", metric: null, text, atRisk: "0", rows: [] };
  }
  if (total <= most) {
    const text =
      total === 0
        ? `${looked(examined)} ${older === 0 ? "agree" : "have nothing new that does not agree"}.`
        : `${total} of ${looked(examined)} do not agree, at most ${most} allowed.`;
    return {
      ...measured,
      outcome: "pass",
      text: `${text}${open}`,
      atRisk: "0",
      rows: found.map(shown),
    };
  }
  const kinds = Map.groupBy(found, ({ problem }) => problem ?? "");
  const sentences = [...kinds]
    // The first of a kind is the worst of it.
    .map(([problem, [row = {}]]) => ({ problem, row, count: Number(row["of_problem"]) }))
    .toSorted((a, b) => b.count - a.count)
    .map(({ problem, row, count }) => {
      const [one, several] = problems[problem] ?? [problem, problem];
      const example = row["detail"]
        ? ` (${row["id"] ?? ""}: ${row["detail"]})`
        : ` (${row["id"] ?? ""})`;
      return `${count.toLocaleString("en-US")} ${count === 1 ? one : several}${example}.`;
    });
  const atRisk = new Decimal(found[0]?.["at_risk"] ?? 0).toFixed();
  const money = atRisk === "0" ? "" : ` ${displayAmount(atRisk, currency)} is at stake.`;
  return {
    ...measured,
    outcome: "fail",
    text: `${firstOf(sentences)}${money}${open}`,
    atRisk,
    rows: found.map(shown),
  };
}

function shown({
  problem = null,
  record = null,
  id = null,
  detail = null,
  value = null,
}: CheckRow): CheckRow {
  return { problem, record, id, detail, value };
}
