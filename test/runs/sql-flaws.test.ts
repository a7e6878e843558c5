import { expect, test } from "vitest";

import type { Runbook } from "#runbook.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { sqlFlaws } from "#runs/sql-flaws.ts";

/** A runbook whose steps ask these, one a line. */
function asking(...questions: string[]): Runbook {
  const steps = questions.map((sql, index) => ({
    id: `q${index}`,
    title: "Ask",
    kind: "check",
    sql,
  }));
  const lines = steps.map((step) => `  - ${JSON.stringify(step)}`);
  const text = ["title: Late", "steps:", ...lines].join("\n");
  const purpose = "When it is late.";
  return { id: "late", title: "Late", purpose, parameters: [], steps, sha256: "", text };
}

async function flawsOf(...questions: string[]) {
  const { problems, warnings } = await sqlFlaws("own", [asking(...questions)]);
  return [...problems, ...warnings];
}

test("SQL over the columns of datasets has no flaw, dates and statuses as the source wrote them too", async () => {
  expect(
    await flawsOf(
      "SELECT commission_id FROM commissions c JOIN payouts p USING (payout_id) WHERE c.amount > p.fee",
      "SELECT source_status, created_at_is_date FROM commissions WHERE created_at < TIMESTAMP '2026-10-01'",
    ),
  ).toEqual([]);
});

test.each([
  ["SELECT FROM WHERE", "syntax error"],
  ["SELECT * FROM nowhere", "Table with name nowhere does not exist"],
  ["SELECT soon(amount) FROM commissions", "Scalar Function with name soon does not exist"],
  ["SELECT sum(paid_at) FROM commissions", "No function matches"],
  ["SELECT amount FROM commissions, payouts", "Ambiguous reference"],
  ["DELETE FROM commissions", "may only read"],
  ["SELECT 1; SELECT 2", "holds 2 statements"],
  ["SELECT * FROM read_csv('/etc/passwd')", "disabled"],
])("%s is a problem with its line", async (sql, said) => {
  const { problems, warnings } = await sqlFlaws("own", [asking("SELECT 1 FROM payouts", sql)]);

  expect(warnings).toEqual([]);
  expect(problems).toEqual([expect.stringMatching(/^own\/late\.yml:4:\d+: step q1, sql: /)]);
  expect(problems[0]).toContain(said);
});

test.each([
  ["SELECT payed_at FROM commissions", '"payed_at"; .* Did you mean paid_at\\?$'],
  ["SELECT c.sub_affiliate_network FROM commissions c", '"sub_affiliate_network"; .* done\\.$'],
  ["SELECT 1 FROM links JOIN commissions USING (placement_of_link)", '"placement_of_link"; '],
])("a column that no dataset has may come with an export: %s", async (sql, said) => {
  const { problems, warnings } = await sqlFlaws("own", [asking(sql)]);

  expect(problems).toEqual([]);
  expect(warnings).toEqual([expect.stringMatching(said)]);
});

test("the SQL of our own runbooks has no flaw", async () => {
  const runbooks = [...(await loadRunbooks()).values()];

  expect(await sqlFlaws("src/runbooks", runbooks)).toEqual({ problems: [], warnings: [] });
});
