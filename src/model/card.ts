import type { FilterContext } from "#model/filter-context.ts";

export const cardTabs = ["clicks", "leads", "sales", "funnel"] as const;
export type CardTab = (typeof cardTabs)[number];
export const cardMetrics = ["revenue", "conversions"] as const;
export type CardMetric = (typeof cardMetrics)[number];

/** What was asked of a dashboard card: its value when a person read it off, the metric, the tab; null where not said. */
export interface CardRequest {
  /** Exact decimal. */
  readonly value: string | null;
  readonly metric: CardMetric | null;
  readonly tab: CardTab | null;
}

export const noCard: CardRequest = { value: null, metric: null, tab: null };

/** The revenue card, the card of a metric, or the card of a tab. */
export type CardKind = "revenue" | "metric" | "tab";

/** The value a person read off a card, where it is a card of this kind: one of a tab is none of a metric, and revenue unless it is said. */
export function valueFor(kind: CardKind, { value, metric, tab }: CardRequest): string | null {
  if (kind === "tab") return metric === null ? value : null;
  if (tab !== null) return null;
  return kind === "revenue" && metric === "conversions" ? null : value;
}

/** The statuses of the records a card is compared with: approved unless asked. */
export function statusesAsked({ statuses }: Pick<FilterContext, "statuses">): readonly string[] {
  return statuses ?? ["approved"];
}
