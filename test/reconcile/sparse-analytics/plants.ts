import type { analyticsCauses } from "#model/causes/analytics.ts";
import { sparseAnalytics } from "#reconcile/sparse-analytics/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Field, Plant, Seed } from "../planted.ts";
import type { Row } from "../tables.ts";

function event({ id }: Seed, given: Row = {}): Row {
  return {
    event_id: `ev_${id}`,
    type: "sale",
    occurred_at: "2026-10-10T12:00:00Z",
    status: "approved",
    campaign_id: "cmp_1",
    is_bot: "false",
    ...given,
  };
}

function excluded(seed: Seed, given: Row): Plant {
  return { exports: { events: [event(seed, given)] }, moves: { id: `ev_${seed.id}`, by: -1 } };
}

/** An event whose field has one of the values, so that a filter excludes it. */
const by =
  (field: string, ...values: string[]) =>
  (seed: Seed): Plant =>
    excluded(seed, { [field]: values[seed.variant % values.length] ?? null });

type Word = keyof typeof analyticsCauses | "timezone_boundary" | "out_of_scope";
const plants = {
  other_tab: by("type", "click", "lead", "view"),
  timezone_boundary: by("occurred_at", "2026-09-30T22:30:00Z", "2026-10-01T02:00:00Z"),
  outside_window: by("occurred_at", "2026-09-30T21:59:59Z", "2026-11-01T04:00:00Z", "2026-09-30"),
  hidden_status: by("status", "pending", "refunded"),
  out_of_scope: by("campaign_id", "cmp_2", "cmp_3"),
  bot: by("is_bot", "true"),
} satisfies Record<Word, Field["plants"][string]>;

export const analyticsField: Field = {
  name: "sparse-analytics",
  currency: null,
  residue: "any",
  clean: (seed) => ({ exports: { events: [event(seed)] }, shown: 1 }),
  plants,
  explain: (exports, shown, residue) =>
    answerOf(sparseAnalytics, {
      exports: { events: [], ...exports },
      context: { ...october, campaign: "cmp_1", statuses: ["approved"] },
      card: { tab: "sales", value: shown.plus(residue).toFixed() },
      sourceTimezone: "Europe/Berlin",
    }),
};
