import { UsageError } from "#errors.ts";
import { statusesAsked } from "#model/card.ts";
import { definitionOf } from "#model/datasets.ts";
import type { Cause, Explanation } from "#model/explanation.ts";
import { Decimal, formatAmount } from "#model/money.ts";
import { zoneOf } from "#reconcile/cards/fields.ts";
import { prepareContextContributions } from "#reconcile/contexts/contributions.ts";
import { scopesOf } from "#reconcile/contexts/options.ts";
import type { ReadingField } from "#reconcile/contexts/reading.ts";
import { searchContexts } from "#reconcile/contexts/search.ts";
import { explanationOf, plainAmount } from "#reconcile/explanation.ts";
import { exportCardOf } from "#reconcile/export-mismatch/card.ts";
import { cardFindings } from "#reconcile/export-mismatch/findings.ts";
import type { IngestedTable, Reconciliation, ReconcileInput } from "#reconcile/reconciliation.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

const shown = {
  texts: ["partner_id", "campaign_id", "link_id", "order_id", "source_status"],
  ours: ["status", plainAmount("original_amount", "amount"), "currency", "dated"],
};

/** Why a dashboard card differs from the conversions exported in the context asked for (docs/reconciliations.md). */
export const exportMismatch: Reconciliation = {
  title: "A dashboard card against the exported conversions",
  needs: ["conversions"],
  uses: ["cards"],
  card: "metric",

  async explain(input) {
    const { connection, context, rates, sourceTimezone } = input;
    const { conversions } = input.tables;
    if (!conversions) throw new Error("export-mismatch needs conversions");
    await assertStatuses(input, conversions);
    const metric = input.card.metric ?? "revenue";
    const scopes = await scopesOf({ connection, conversions, context });
    const { card, findings: said } = await exportCardOf(input, metric, scopes);
    const found = await searchContexts({
      connection,
      conversions,
      rates,
      context,
      sourceTimezone,
      metric,
      target: card.value,
      card: { timezone: zoneOf(card), capturedAt: card.capturedAt },
    });
    await prepareContextContributions(connection, found.readings, metric);
    const gap = new Decimal(card.value).minus(found.counted.amount);
    const { explanation, ...explained } = await explanationOf({
      connection,
      currency: metric === "revenue" ? context.currency : null,
      sides: { actual: "the card's figures", expected: "exported conversions" },
      expected: found.counted,
      // A card that shows zero counts nothing: beside an empty export there is no data.
      actual: { amount: card.value, rows: new Decimal(card.value).isZero() ? 0 : 1 },
      residue: found.hypotheses.length > 0 ? "0" : gap.toFixed(),
      findings: [...input.findings, ...cardFindings(card, context), ...said, ...found.findings],
      shown,
    });
    const { hypotheses } = found;
    const causes = causesOf(
      explanation,
      Object.keys(hypotheses[0]?.changes ?? {}) as ReadingField[],
    );
    return { explanation: { ...explanation, causes, hypotheses }, ...explained };
  },
};

/** One cause for each field of the first hypothesis, also for one that moves nothing before those after it are added. */
function causesOf(
  { causes, expected: { currency } }: Explanation,
  fields: ReadingField[],
): Cause[] {
  const amount = currency === null ? "0" : formatAmount("0", currency);
  return fields.map(
    (cause) =>
      causes.find((part) => part.cause === cause) ?? { cause, amount, rows: 0, examples: [] },
  );
}

/** Refuses statuses that neither mean something to us nor occur. */
async function assertStatuses(
  { connection, context }: ReconcileInput,
  { table }: IngestedTable,
): Promise<void> {
  const known = definitionOf("conversions").statuses ?? [];
  const strange = statusesAsked(context).filter((status) => !known.includes(status));
  if (strange.length === 0) return;
  const rows = await rowsOf(
    connection,
    `SELECT DISTINCT source_status AS word FROM ${identifier(table)}
    WHERE status IS NULL AND source_status IN (${strange.map(literal).join(", ")})`,
  );
  const unknown = strange.find((status) => !rows.some((row) => row["word"] === status));
  if (unknown === undefined) return;
  throw new UsageError(
    `"${unknown}" is not a status of conversions; write one or several of ${known.join(", ")}.`,
    ["status"],
  );
}
