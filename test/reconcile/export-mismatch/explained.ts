import type { CardRequest } from "#model/card.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { exportMismatch } from "#reconcile/export-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Row } from "../tables.ts";

export interface Given {
  readonly conversions?: readonly Row[];
  /** None collected where null. */
  readonly cards?: readonly Row[] | null;
  readonly rates?: readonly Row[];
  readonly card?: Partial<CardRequest>;
  readonly context?: Partial<FilterContext>;
  readonly sourceTimezone?: string;
  /** Columns the conversions export has; all unless given. */
  readonly available?: readonly string[];
}

const euro: Row = { date: "2026-09-01", from: "EUR", to: "USD", rate: "1.07" };

/** Explains a card by literal rows: USD in New York, October 2026, campaign cmp_1, a source in Berlin. */
export async function explain(given: Given): Promise<Explanation> {
  const { conversions = [], cards = [], rates = [euro], available, card = {} } = given;
  const { explanation, offending } = await answerOf(exportMismatch, {
    exports: { conversions, ...(cards === null ? {} : { cards }) },
    ...(available ? { available: { conversions: available } } : {}),
    rates,
    context: { ...october, campaign: "cmp_1", ...given.context },
    card,
    sourceTimezone: given.sourceTimezone ?? "Europe/Berlin",
  });
  await offending();
  return explanation;
}

export const sold: Row = {
  conversion_id: "cv_1",
  occurred_at: "2026-10-10T12:00:00Z",
  recorded_at: "2026-10-10T12:00:00Z",
  status: "approved",
  amount: "100.00",
  currency: "USD",
  campaign_id: "cmp_1",
  partner_id: "prt_1",
  order_id: "or_1",
};
export const card: Row = {
  metric: "revenue",
  value: "100.00",
  campaign_id: "cmp_1",
  window_start: "2026-10-01",
  window_end: "2026-10-31",
  captured_at: "2026-11-03T08:00:00Z",
};

/** A second conversion, told apart in everything that could make it the first's repetition. */
export function another(more: Row): Row {
  return { ...sold, conversion_id: "cv_2", order_id: "or_2", amount: "7.50", ...more };
}

/** The causes, each as its amount, records and ids. */
export function causesIn({ causes }: Explanation) {
  return causes.map(({ cause, amount, rows, examples }) => [cause, amount, rows, ...examples]);
}
