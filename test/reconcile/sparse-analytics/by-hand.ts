import { DateTime } from "luxon";

import type { FilterContext } from "#model/filter-context.ts";
import type { Row } from "../tables.ts";

export interface Filters {
  readonly tab: "clicks" | "leads" | "sales" | "funnel" | null;
  readonly sourceTimezone: string;
}

/** The first filter that excludes each event, as a person would go through them; those that none excludes are left out. */
export function byHand(events: readonly Row[], context: FilterContext, filters: Filters) {
  const isInside = (row: Row, zone: string): boolean => {
    const text = row["occurred_at"] ?? "";
    const day =
      text.length === 10
        ? text
        : DateTime.fromISO(text, { setZone: true }).setZone(zone).toISODate();
    return day !== null && day >= context.from && day <= context.to;
  };
  const causes: Record<string, string> = {};
  for (const row of events) {
    const id = row["event_id"] ?? "";
    const status = row["status"];
    const isShown =
      filters.tab === null ||
      filters.tab === "funnel" ||
      `${(row["type"] ?? "").toLowerCase()}s` === filters.tab;
    if (!isShown) causes[id] = "other_tab";
    else if (!isInside(row, context.timezone)) {
      const isNear = isInside(row, "UTC") || isInside(row, filters.sourceTimezone);
      causes[id] = isNear ? "timezone_boundary" : "outside_window";
    } else if (status && context.statuses && !context.statuses.includes(status)) {
      causes[id] = "hidden_status";
    } else if (
      (context.campaign !== null && row["campaign_id"] !== context.campaign) ||
      (context.link !== null && row["link_id"] !== context.link)
    ) {
      causes[id] = "out_of_scope";
    } else if (row["is_bot"] === "true") causes[id] = "bot";
  }
  return causes;
}
