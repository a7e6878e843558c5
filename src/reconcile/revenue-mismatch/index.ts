import { UsageError } from "#errors.ts";
import { Decimal } from "#model/money.ts";
import { explanationOf, plainAmount } from "#reconcile/explanation.ts";
import type { Reconciliation, ReconcileInput } from "#reconcile/reconciliation.ts";
import { revenueCardOf } from "#reconcile/revenue-mismatch/card.ts";
import {
  prepareContributions,
  prepareNoContribution,
} from "#reconcile/revenue-mismatch/contributions.ts";
import { prepareConversions } from "#reconcile/revenue-mismatch/conversions.ts";
import { findingsOf, joining } from "#reconcile/revenue-mismatch/findings.ts";
import { prepareSales } from "#reconcile/revenue-mismatch/sales.ts";
import { rowsOf } from "#reconcile/sql.ts";

const sides = {
  actual: "approved conversions",
  expected: "the dashboard's revenue",
  records: "sale events",
};

const shown = {
  texts: [
    "conversion_id",
    "event_id",
    "partner_id",
    "event_partner_id",
    "campaign_id",
    "event_campaign_id",
    "link_id",
    "event_link_id",
    "source_status",
  ],
  ours: [
    "status",
    plainAmount("conversion_amount"),
    "conversion_currency",
    "conversion_dated",
    plainAmount("event_amount"),
    "event_currency",
    "event_dated",
  ],
};

/** Why approved conversions differ from the dashboard's revenue (design section 7). */
export const revenueMismatch: Reconciliation = {
  title: "Approved conversions against the dashboard's revenue",
  needs: ["conversions", "events"],
  uses: ["cards"],

  async explain(input) {
    const { conversions, events } = input.tables;
    if (!conversions || !events) throw new Error("revenue-mismatch needs conversions and events");
    const card = await revenueCardOf(input);
    await prepareConversions(input, conversions);
    await prepareSales(input, events, card.timezone);
    await refuseUnconverted(input);
    const totals = await totalsOf(input);
    const isJoined = joining.every((column) => events.available.includes(column));
    if (isJoined) await prepareContributions(input, card.timezone);
    else await prepareNoContribution(input);
    // Without events that can be joined, nothing says what the dashboard counted: the whole gap stays unexplained.
    const accounted = isJoined ? totals.sales.amount : totals.conversions.amount;
    return explanationOf({
      connection: input.connection,
      currency: input.context.currency,
      sides,
      expected: { amount: card.value, rows: totals.sales.rows },
      actual: totals.conversions,
      residue: new Decimal(accounted).minus(card.value).toFixed(),
      findings: [...input.findings, ...card.findings, ...(await findingsOf(input, events))],
      shown,
    });
  },
};

async function refuseUnconverted({ connection, context }: ReconcileInput): Promise<void> {
  const [unconverted] = await rowsOf(
    connection,
    `SELECT currency, count(*) AS rows FROM (
      SELECT currency FROM revenue_conversion WHERE counts AND amount IS NULL
      UNION ALL SELECT currency FROM revenue_sale WHERE counts AND amount IS NULL AND original_amount IS NOT NULL
    ) GROUP BY 1 ORDER BY 1`,
  );
  if (!unconverted) return;
  const { currency, rows } = unconverted;
  throw new UsageError(
    `No rate from ${String(currency)} to ${context.currency} on or before the day of ${String(rows)} record(s); add it to the rates file (date,from,to,rate), or ask in another currency.`,
    ["currency"],
  );
}

/** What counts on each side, and in how many records. */
async function totalsOf({ connection }: ReconcileInput) {
  const total = async (view: string) => {
    const [row] = await rowsOf(
      connection,
      `SELECT coalesce(sum(counted), 0) AS amount, count(*) FILTER (WHERE counts) AS rows FROM ${view}`,
    );
    return { amount: String(row?.["amount"]), rows: Number(row?.["rows"]) };
  };
  return {
    conversions: await total("revenue_conversion"),
    sales: await total("revenue_sale"),
  };
}
