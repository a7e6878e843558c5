import type { CardTab } from "#model/card.ts";
import { Decimal } from "#model/money.ts";
import { explanationOf } from "#reconcile/explanation.ts";
import type { Reconciliation, ReconcileInput } from "#reconcile/reconciliation.ts";
import { tabCardOf } from "#reconcile/sparse-analytics/card.ts";
import { prepareEvents } from "#reconcile/sparse-analytics/counting.ts";
import { findingsOf } from "#reconcile/sparse-analytics/findings.ts";
import { rowsOf } from "#reconcile/sql.ts";

const shown = {
  texts: ["type", "workspace_id", "campaign_id", "link_id", "partner_id", "source_status"],
  ours: ["status", "is_bot", "dated"],
};

/** Without a tab, the one that shows every event. */
const widest: CardTab = "funnel";

/** Why a card shows fewer events than were exported (docs/reconciliations.md). */
export const sparseAnalytics: Reconciliation = {
  title: "Analytics cards against events",
  needs: ["events"],
  uses: ["cards"],
  card: "tab",
  counts: true,

  async explain(input) {
    const { events } = input.tables;
    if (!events) throw new Error("sparse-analytics needs events");
    const tab = input.card.tab ?? widest;
    await prepareEvents(input, events, tab);
    const card = await tabCardOf(input, tab);
    const { exported, counted } = await totalsOf(input);
    const amount = card.value ?? String(counted);
    return explanationOf({
      connection: input.connection,
      currency: null,
      sides: { actual: sideOf(tab, card.value !== null), expected: "exported events" },
      expected: { amount: String(exported), rows: exported },
      actual: { amount, rows: counted },
      residue: new Decimal(amount).minus(counted).toFixed(),
      findings: [...input.findings, ...card.findings, ...(await findingsOf(input, events))],
      shown,
    });
  },
};

function sideOf(tab: CardTab, isCard: boolean): string {
  const records = tab === "funnel" ? "events" : tab;
  if (!isCard) return `counted ${records}`;
  return tab === "funnel" ? "the funnel card's events" : `the card's ${records}`;
}

/** Makes `contribution` of the events that are not counted, and counts the rest. */
async function totalsOf({ connection }: ReconcileInput) {
  await connection.run(
    "CREATE OR REPLACE TEMP TABLE contribution AS SELECT * FROM filtered_event WHERE cause IS NOT NULL",
  );
  const [row] = await rowsOf(
    connection,
    "SELECT count(*) AS exported, count(*) FILTER (WHERE cause IS NULL) AS counted FROM filtered_event",
  );
  return { exported: Number(row?.["exported"]), counted: Number(row?.["counted"]) };
}
