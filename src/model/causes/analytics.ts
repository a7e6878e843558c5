import type { CauseDefinition } from "#model/causes/definition.ts";

/** Events a card does not count (docs/reconciliations.md), beside the causes it shares with others. */
export const analyticsCauses = {
  other_tab: {
    title: "In another tab",
    phrase: "shown in another tab",
    next: "Open the tab of these events: clicks, leads or sales.",
  },
  outside_window: {
    title: "Outside the window",
    phrase: "outside the window",
    next: "Widen the card's date range until it includes the traffic you look for.",
  },
  hidden_status: {
    title: "Hidden by status",
    phrase: "hidden by the status filter",
    next: "Clear the card's status filter, or count only the statuses it shows.",
  },
  bot: {
    title: "Bots",
    phrase: "taken for bots",
    next: "Nothing to do, unless your own test traffic is taken for a bot.",
  },
} as const satisfies Record<string, CauseDefinition>;
