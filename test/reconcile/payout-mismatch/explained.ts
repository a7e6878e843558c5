import type { FilterContext } from "#model/filter-context.ts";
import { payoutMismatch } from "#reconcile/payout-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Row } from "../tables.ts";
import type { Program } from "./by-hand.ts";

interface Given extends Partial<Program> {
  /** Columns the exports have; all unless given. */
  readonly available?: readonly string[];
}

/** Explains a program of literal rows; USD in New York, October 2026. */
export async function explain(
  program: Given,
  context: FilterContext = october,
  sourceTimezone = "UTC",
) {
  const { commissions = [], payouts = [], rates = [], available } = program;
  const { explanation } = await answerOf(payoutMismatch, {
    exports: { commissions, payouts },
    ...(available ? { available: { commissions: available, payouts: available } } : {}),
    rates,
    context,
    sourceTimezone,
  });
  return explanation;
}

export const paid: Row = {
  commission_id: "cm_1",
  conversion_id: "cv_1",
  partner_id: "prt_1",
  program_id: "prg_1",
  type: "sale",
  status: "paid",
  amount: "10.00",
  currency: "USD",
  created_at: "2026-10-10T12:00:00Z",
  payout_id: "po_1",
};
export const settled: Row = {
  payout_id: "po_1",
  partner_id: "prt_1",
  program_id: "prg_1",
  status: "completed",
  amount: "10.00",
  currency: "USD",
  period_start: "2026-10-01",
  fee: null,
};
