import { Decimal } from "#model/money.ts";
import type { Card } from "#reconcile/cards/card.ts";
import type { ContextsFound } from "#reconcile/contexts/reading.ts";
import { searchContexts } from "#reconcile/contexts/search.ts";
import { explanationOf, plainAmount } from "#reconcile/explanation.ts";
import type { IngestedTable, Reconciliation, ReconcileInput } from "#reconcile/reconciliation.ts";
import { revenueCardOf } from "#reconcile/revenue-mismatch/card.ts";
import {
  prepareContributions,
  prepareNoContribution,
} from "#reconcile/revenue-mismatch/contributions.ts";
import { prepareConversions } from "#reconcile/revenue-mismatch/conversions.ts";
import { findingsOf, joining } from "#reconcile/revenue-mismatch/findings.ts";
import { prepareSales } from "#reconcile/revenue-mismatch/sales.ts";
import { refuseUnconverted, totalsOf } from "#reconcile/revenue-mismatch/totals.ts";

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

/** Why approved conversions differ from the dashboard's revenue (docs/reconciliations.md). */
export const revenueMismatch: Reconciliation = {
  title: "Approved conversions against the dashboard's revenue",
  needs: ["conversions", "events"],
  uses: ["cards"],
  card: "revenue",

  async explain(input) {
    const { connection, context } = input;
    const { conversions, events } = input.tables;
    if (!conversions || !events) throw new Error("revenue-mismatch needs conversions and events");
    const { card, findings: said } = await revenueCardOf(input);
    const cardTimezone = card.timezone ?? context.timezone;
    await prepareConversions(input, conversions);
    await prepareSales(input, events, cardTimezone);
    await refuseUnconverted(input);
    const totals = await totalsOf(input);
    const isJoined = joining.every((column) => events.available.includes(column));
    if (isJoined) await prepareContributions(input, cardTimezone);
    else await prepareNoContribution(input);
    const findings = await findingsOf(input, events);
    // Without events that can be joined, nothing says what the dashboard counted: the whole gap stays unexplained.
    const accounted = isJoined ? totals.sales.amount : totals.conversions.amount;
    const residue = new Decimal(accounted).minus(card.value);
    const found = residue.isZero() ? null : await contextsFor(input, conversions, card);
    const { explanation, ...explained } = await explanationOf({
      connection,
      currency: context.currency,
      sides,
      expected: { amount: card.value, rows: totals.sales.rows },
      actual: totals.conversions,
      residue: residue.toFixed(),
      findings: [...input.findings, ...said, ...findings, ...(found?.findings ?? [])],
      dated: "CASE record WHEN 'event' THEN event_dated ELSE conversion_dated END",
      shown,
    });
    const hypotheses = found ? { hypotheses: found.hypotheses } : {};
    return { explanation: { ...explanation, ...hypotheses }, ...explained };
  },
};

/** In which other contexts the conversions come to the card's value; asked where the events do not. */
function contextsFor(
  input: ReconcileInput,
  conversions: IngestedTable,
  { value, timezone, capturedAt }: Card,
): Promise<ContextsFound> {
  const { connection, rates, context, sourceTimezone } = input;
  return searchContexts({
    connection,
    conversions,
    rates,
    // Revenue is of approved conversions here, whatever the run was asked for.
    context: { ...context, statuses: null },
    sourceTimezone,
    metric: "revenue",
    target: value,
    card: { timezone, capturedAt },
  });
}
