import { Decimal } from "#model/money.ts";
import { daysOf, hours, monthsUntil, utcMonth } from "#sandbox/demo/calendar.ts";
import { type Link, links, newsletter } from "#sandbox/demo/cast.ts";
import { diceFor } from "#sandbox/demo/dice.ts";
import { payoutIdOf } from "#sandbox/demo/payouts.ts";
import type { Commission, Sale } from "#sandbox/demo/records.ts";
import { countOf, momentOf } from "#sandbox/demo/sales.ts";

const statuses = {
  pending: "pending",
  approved: "paid",
  refunded: "refunded",
  chargeback: "refunded",
  rejected: "canceled",
  fraud: "fraud",
} as const satisfies Record<Sale["status"], Commission["status"]>;

/** One commission per sale and per paid lead, as it would be if nothing went wrong; ids come last. */
export function commissionsFor(month: string, sales: readonly Sale[]): Commission[] {
  return [...sales.map(ofSale), ...leadsFor(month)];
}

/** Puts commissions in order of time and names them in that order. */
export function number(commissions: Commission[]): void {
  commissions.sort((left, right) => left.at - right.at);
  for (const [index, commission] of commissions.entries()) {
    commission.id = `cm_${String(index + 1).padStart(5, "0")}`;
  }
}

function ofSale(sale: Sale): Commission {
  const { partner, campaign } = sale.link;
  const status = statuses[sale.status];
  const amount =
    campaign.costModel === "revshare"
      ? sale.amount.times(campaign.pays).div(100).toDecimalPlaces(2)
      : new Decimal(campaign.pays);
  return {
    id: "",
    sale,
    type: "sale",
    partner,
    campaign,
    amount,
    at: sale.at,
    status,
    approvedAt: sale.approvedAt,
    holdUntil: null,
    payoutId: status === "paid" ? payoutIdOf(partner, utcMonth(sale.at)) : null,
  };
}

function leadsFor(month: string): Commission[] {
  const dice = diceFor(month, "leads");
  const paid = links.filter(({ campaign }) => campaign === newsletter);
  return monthsUntil(month).flatMap((name) =>
    daysOf(name).flatMap((day) =>
      paid.flatMap((link) =>
        Array.from({ length: countOf(day, link, dice, month) }, () =>
          ofLead(link, momentOf(day, link, dice)),
        ),
      ),
    ),
  );
}

function ofLead({ partner, campaign }: Link, instant: number): Commission {
  return {
    id: "",
    sale: null,
    type: "lead",
    partner,
    campaign,
    amount: new Decimal(campaign.pays),
    at: instant,
    status: "paid",
    approvedAt: instant + hours(1),
    holdUntil: null,
    payoutId: payoutIdOf(partner, utcMonth(instant)),
  };
}
