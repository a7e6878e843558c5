import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";

import type { CardTab } from "#model/card.ts";
import { noCard } from "#model/card.ts";
import { sparseAnalytics } from "#reconcile/sparse-analytics/index.ts";
import { rowsOf } from "#reconcile/sql.ts";
import { october } from "../october.ts";
import { tableOf } from "../tables.ts";
import type { Row } from "../tables.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
afterAll(() => connection.closeSync());

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
  const { explanation } = await explainedOf(asked, context);
  return explanation;
}

/** The cause of each event that is not counted, by its id. */
export async function causesOf(asked: Asked, context = october) {
  const { rowsQuery } = await explainedOf(asked, context);
  const rows = rowsQuery === null ? [] : await rowsOf(connection, rowsQuery);
  return Object.fromEntries(rows.map((row) => [row["id"], row["cause"]]));
}

async function explainedOf(asked: Asked, context: typeof october) {
  const { events, tab = null, cards, card = null, available, sourceTimezone = "UTC" } = asked;
  const tables = {
    events: await tableOf(connection, "events", events, available),
    ...(cards ? { cards: await tableOf(connection, "cards", cards) } : {}),
  };
  return sparseAnalytics.explain({
    connection,
    tables,
    rates: null,
    context,
    card: { ...noCard, tab, value: card },
    sourceTimezone,
    findings: [],
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
