import type { Sale } from "./program.ts";

/** What has become of the commission of a sale; settled at 0 is on its way. */
export function commissionStatus(sale: Sale, settled: number | undefined, now: number): string {
  if (sale.decidedAt > now) return "pending";
  if (sale.decision === "approved")
    return settled === undefined ? "approved" : settled === 0 ? "processed" : "paid";
  return { refunded: "refunded", chargeback: "refunded", rejected: "canceled", fraud: "fraud" }[
    sale.decision
  ];
}

/** An instant as exports write it. */
export function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
