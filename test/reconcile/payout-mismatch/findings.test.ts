import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import { explain, paid, settled } from "./explained.ts";

test("a settled payout to another partner than its commission's is a failing finding", async () => {
  const explanation = await explain({
    commissions: [paid],
    payouts: [{ ...settled, partner_id: "prt_9" }],
  });

  expect(explanation.gap).toBe("0.00");
  expect(explanation.findings).toMatchObject([{ id: "wrong_payee", severity: "fail", rows: 1 }]);
  expect(verdictOf(explanation)).toBe("explained");
});

test("a settled payout without any date is said, for no window counts it", async () => {
  const undated = { ...settled, payout_id: "po_2", amount: "500.00", period_start: null };

  const explanation = await explain({ commissions: [paid], payouts: [settled, undated] });

  expect(explanation.findings).toMatchObject([{ id: "undated_payout", severity: "fail", rows: 1 }]);
  expect(verdictOf(explanation)).not.toBe("match");
});

test("a payout status nobody mapped is said beside the commissions it leaves unpaid", async () => {
  const explanation = await explain({
    commissions: [paid],
    payouts: [{ ...settled, status: null }],
  });

  expect(explanation.causes).toMatchObject([{ cause: "unpaid", rows: 1 }]);
  expect(explanation.findings).toMatchObject([
    { id: "unknown_payout_status", severity: "fail", rows: 1 },
  ]);
});

test("what a missing column would have told is said to be unknown", async () => {
  const program = { commissions: [paid], payouts: [settled] };

  const { findings } = await explain({ ...program, available: ["payout_id", "partner_id"] });

  expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
    ["not_available_duplicates", "warn"],
    ["not_available_payee", "warn"],
  ]);
});

test("records without any cause that offset each other are still said", async () => {
  const odd = { ...settled, payout_id: "po_2", amount: "7.00" };
  const other = { ...paid, commission_id: "cm_2", conversion_id: "cv_2", payout_id: "po_2" };

  const explanation = await explain({
    commissions: [paid, other],
    payouts: [{ ...settled, amount: "13.00" }, odd],
  });

  expect(explanation).toMatchObject({ gap: "0.00", unexplained: "0.00" });
  expect(explanation.findings).toMatchObject([{ id: "unexplained_records", rows: 2 }]);
  expect(verdictOf(explanation)).not.toBe("match");
});
