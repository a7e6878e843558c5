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
