import type { CheckRow } from "#model/check-result.ts";
import { Decimal } from "#model/money.ts";

/** Something wrong with an invoice: a sentence, what it puts at risk, and the invoice as evidence. */
export interface Trouble {
  readonly text: string;
  readonly atRisk: Decimal;
  readonly row: CheckRow;
  readonly severe: boolean;
}

/** An invoice as evidence, with what is wrong about it. */
export function shown(row: CheckRow, why: string): CheckRow {
  return {
    invoice_id: row["invoice_id"] ?? null,
    period: row["period"] ?? null,
    plan: row["plan"] ?? null,
    amount: new Decimal(row["amount"] ?? 0).toFixed(),
    currency: row["currency"] ?? null,
    status: row["status"] ?? null,
    usage: row["usage"] ?? null,
    why,
  };
}
