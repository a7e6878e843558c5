import type { CardTab } from "#model/card.ts";
import { sparseAnalytics } from "#reconcile/sparse-analytics/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Row } from "../tables.ts";

export interface Asked {
  readonly events: readonly Row[];
  readonly tab?: CardTab | null;
  /** The cards export; none unless given. */
  readonly cards?: readonly Row[];
  /** What a person read off the card. */
  readonly card?: string | null;
  /** Columns the events export has; all unless given. */
  readonly available?: readonly string[];
  readonly sourceTimezone?: string;
}

/** Explains a card against literal events. */
export async function explain(asked: Asked, context = october) {
  return (await answered(asked, context)).explanation;
}

/** The same, and the cause of each event that is not counted, by its id. */
export async function explainWithCauses(asked: Asked, context = october) {
  const { explanation, offending } = await answered(asked, context);
  const rows = await offending();
  return { explanation, causes: Object.fromEntries(rows.map((row) => [row["id"], row["cause"]])) };
}

/** The causes alone. */
export async function causesOf(asked: Asked, context = october) {
  return (await explainWithCauses(asked, context)).causes;
}

function answered(asked: Asked, context: typeof october) {
  const { events, tab = null, cards, card = null, available, sourceTimezone = "UTC" } = asked;
  return answerOf(sparseAnalytics, {
    exports: { events, ...(cards ? { cards } : {}) },
    ...(available ? { available: { events: available } } : {}),
    context,
    card: { tab, value: card },
    sourceTimezone,
  });
}

/** A person's click on the tenth in campaign cmp_1, unless given otherwise. */
export function event(id: string, given: Row = {}): Row {
  return {
    event_id: id,
    type: "click",
    occurred_at: "2026-10-10T12:00:00Z",
    campaign_id: "cmp_1",
    is_bot: "false",
    ...given,
  };
}

export const clicksCard: Row = {
  metric: "clicks",
  value: "1",
  window_start: "2026-10-01",
  window_end: "2026-10-31",
  timezone: "America/New_York",
  captured_at: "2026-11-03T08:00:00Z",
};
