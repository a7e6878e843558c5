import type { Decimal } from "#model/money.ts";
import { bare, iso, lastDate, localDate, monthsUntil, withOffset } from "#sandbox/demo/calendar.ts";
import { workspace } from "#sandbox/demo/cast.ts";
import { csv, gzip, json, jsonLines, type Row, windowsCsv } from "#sandbox/demo/forms.ts";
import { initiatedAt, settledAt } from "#sandbox/demo/payouts.ts";
import { eventIdsOf, type Program } from "#sandbox/demo/program.ts";
import type { Commission, Payout, Sale, TrafficEvent } from "#sandbox/demo/records.ts";

/** Bytes by path in the demo's folder. */
export type Files = ReadonlyMap<string, Buffer>;

/** Commissions, payouts, conversions, customers and events, each in the form a platform gives them. */
export function ledgerFiles(program: Program): Files {
  const { month, commissions, payouts, sales } = program;
  const files = new Map<string, Buffer>();
  const byMonth = Map.groupBy(commissions, ({ at }) => localDate(at).slice(0, 7));
  for (const name of monthsUntil(month)) {
    files.set(`exports/commissions-${name}.csv`, csv((byMonth.get(name) ?? []).map(commissionRow)));
  }
  files.set("exports/payouts.json", json(payouts.map(payoutRow)));
  const events = eventRows(program);
  const eventIds = new Map(
    events.toReversed().map((row) => [row["conversion_id"], row["event_id"] ?? null]),
  );
  files.set(
    "exports/conversions.csv",
    csv(sales.map((sale) => conversionRow(sale, eventIds.get(sale.id) ?? null))),
  );
  files.set("exports/customers.csv", windowsCsv(customerRows(program)));
  for (const [name, rows] of Map.groupBy(events, (row) => String(row["occurred_at"]).slice(0, 7))) {
    files.set(`exports/events-${name}.jsonl.gz`, gzip(jsonLines(rows)));
  }
  return files;
}

const theirWords: Partial<Record<Commission["status"], string>> = {
  processed: "queued",
  refunded: "reversed",
  canceled: "void",
};

function commissionRow(one: Commission): Row {
  const paid = one.status === "paid" || (one.status === "refunded" && one.payoutId !== null);
  return {
    "Commission ID": one.id,
    "Conversion ID": one.sale?.id ?? null,
    "Partner ID": one.partner.id,
    Partner: one.partner.name,
    "Program ID": one.partner.program,
    Type: one.type,
    State: theirWords[one.status] ?? one.status,
    Earnings: one.amount.toFixed(2),
    Currency: one.partner.currency,
    Created: bare(one.at),
    Approved: one.approvedAt === null ? null : bare(one.approvedAt),
    "Hold until": one.holdUntil === null ? null : bare(one.holdUntil),
    Paid: paid ? bare(settledAt(iso(one.at).slice(0, 7))) : null,
    "Payout ID": one.payoutId,
  };
}

function payoutRow(payout: Payout): Row {
  const completed = payout.status === "completed";
  return {
    id: payout.id,
    partner_id: payout.partner.id,
    partner_name: payout.partner.name,
    program_id: payout.partner.program,
    state: completed ? "settled" : "returned",
    amount: cents(payout.amount),
    currency: "USD",
    fee: payout.fee === null ? null : cents(payout.fee),
    period_start: `${payout.month}-01`,
    period_end: lastDate(payout.month),
    initiated_at: iso(initiatedAt(payout.month)),
    paid_at: completed ? iso(settledAt(payout.month)) : null,
    failure_reason: payout.failureReason,
    settlement_ref: completed ? `WT${payout.id.slice(3).replace("_", "")}` : null,
  };
}

function cents(amount: Decimal): number {
  return amount.times(100).toNumber();
}

function conversionRow(sale: Sale, eventId: Row[string]): Row {
  const { partner, campaign } = sale.link;
  return {
    conversion_id: sale.id,
    occurred_at: iso(sale.at),
    recorded_at: iso(sale.recordedAt),
    approved_at: sale.approvedAt === null ? null : iso(sale.approvedAt),
    status: sale.status,
    amount: sale.amount.toFixed(2),
    currency: partner.currency,
    customer_id: sale.customer?.id ?? null,
    customer_email: sale.email,
    customer_external_id: sale.externalId,
    order_id: sale.orderId,
    link_id: sale.link.id,
    campaign_id: campaign.id,
    workspace_id: workspace,
    program_id: partner.program,
    partner_id: partner.id,
    event_id: eventId,
    source: sale.events === 0 ? "order import" : "tracking",
  };
}

function customerRows({ customers, sales, tracking }: Program): Row[] {
  const buyers = new Set(sales.map(({ customer }) => customer));
  return customers
    .filter((customer) => buyers.has(customer) && !tracking.notExported.includes(customer))
    .map((customer) => ({
      customer_id: customer.id,
      email: customer.email,
      external_id: customer.externalId,
      created_at: withOffset(customer.createdAt),
      first_sale_at: withOffset(customer.firstSaleAt),
      status: "active",
      partner_id: customer.partner.id,
    }));
}

function eventRows(program: Program): Row[] {
  return [...eventIdsOf(program)].map(([event, id]) => eventRow(event, id));
}

function eventRow(event: TrafficEvent, id: string): Row {
  const { type, at, link, country, referrer, bot, customer, sale } = event;
  return {
    event_id: id,
    type,
    occurred_at: iso(at),
    link_id: link.id,
    campaign_id: link.campaign.id,
    workspace_id: workspace,
    partner_id: link.partner.id,
    customer_id: customer?.id ?? null,
    conversion_id: sale?.conversionId ?? null,
    amount: sale ? sale.amount.toFixed(2) : null,
    currency: sale?.currency ?? null,
    status: sale?.status ?? null,
    country,
    referrer: referrer || null,
    is_bot: bot,
  };
}
