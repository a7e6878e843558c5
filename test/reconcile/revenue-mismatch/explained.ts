import type { FilterContext } from "#model/filter-context.ts";
import { revenueMismatch } from "#reconcile/revenue-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Row } from "../tables.ts";

export interface Given {
  readonly conversions?: readonly Row[];
  readonly events?: readonly Row[];
  /** The cards export; none unless given. */
  readonly cards?: readonly Row[];
  readonly rates?: readonly Row[];
  /** Columns the events export has; all unless given. */
  readonly available?: readonly string[];
  /** What a person read off the dashboard. */
  readonly card?: string;
}

function answered(given: Given, context: FilterContext) {
  const { conversions = [], events = [], cards, rates = [], available, card = null } = given;
  return answerOf(revenueMismatch, {
    exports: { conversions, events, ...(cards ? { cards } : {}) },
    ...(available ? { available: { events: available } } : {}),
    rates,
    context,
    card: { value: card },
  });
}

/** Explains a program of literal rows; USD in New York, October 2026. */
export async function explain(given: Given, context = october) {
  return (await answered(given, context)).explanation;
}

/** The offending records of the program, as the file of them shows them. */
export async function offending(given: Given, context = october) {
  return (await answered(given, context)).offending();
}

export const approved: Row = {
  conversion_id: "cv_1",
  occurred_at: "2026-10-10T12:00:00Z",
  status: "approved",
  source_status: "approved",
  amount: "10.00",
  currency: "USD",
  campaign_id: "cmp_1",
  partner_id: "prt_1",
};
export const sale: Row = {
  event_id: "ev_1",
  type: "sale",
  occurred_at: "2026-10-10T12:00:00Z",
  conversion_id: "cv_1",
  amount: "10.00",
  currency: "USD",
  campaign_id: "cmp_1",
  partner_id: "prt_1",
};
export const revenue: Row = {
  metric: "revenue",
  value: "10.00",
  window_start: "2026-10-01",
  window_end: "2026-10-31",
  currency: "USD",
  captured_at: "2026-11-03T08:00:00Z",
};
