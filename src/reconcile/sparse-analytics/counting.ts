import type { CardTab } from "#model/card.ts";
import type { IngestedTable, ReconcileInput } from "#reconcile/reconciliation.ts";
import { dateFlag, identifier, inScope, inWindow, timeText } from "#reconcile/sql.ts";
import { inStatuses } from "#reconcile/statuses.ts";

/** The events a tab shows; the funnel shows every one. */
const tabTypes: Readonly<Record<CardTab, string | null>> = {
  clicks: "click",
  leads: "lead",
  sales: "sale",
  funnel: null,
};

/** Makes `filtered_event`: every event with the first filter that excludes it as its cause, NULL where it is counted. */
export async function prepareEvents(
  input: ReconcileInput,
  events: IngestedTable,
  tab: CardTab,
): Promise<void> {
  const { connection, context, sourceTimezone } = input;
  const table = identifier(events.table);
  const isDate = await dateFlag(connection, events.table, "occurred_at");
  const within = (zone: string): string => inWindow(`${table}.occurred_at`, isDate, context, zone);
  const type = tabTypes[tab];
  const isOnTab = type === null ? "true" : `lower(${table}.type) = '${type}'`;
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE filtered_event AS
    SELECT CASE
        WHEN NOT ${isOnTab} THEN 'other_tab'
        WHEN NOT ${within(context.timezone)} THEN
          CASE WHEN ${within("UTC")} OR ${within(sourceTimezone)} THEN 'timezone_boundary' ELSE 'outside_window' END
        WHEN ${table}.status IS NOT NULL AND NOT ${inStatuses("events", context, `${table}.status`)} THEN 'hidden_status'
        WHEN NOT ${inScope("events", events, context, table)} THEN 'out_of_scope'
        WHEN ${table}.is_bot THEN 'bot'
      END AS cause,
      -1 AS contribution, 'event' AS record, event_id AS id, type, status, source_status,
      workspace_id, campaign_id, link_id, partner_id, is_bot, ${timeText(`${table}.occurred_at`, isDate)} AS dated
    FROM ${table}`);
}
