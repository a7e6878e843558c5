import type { CauseDefinition } from "#model/causes/definition.ts";

/** Fields of a filter context in which a card differs from the export, in the order they are told (docs/reconciliations.md). */
export const contextCauses = {
  scope: {
    title: "Another scope",
    phrase: "the card's scope is another",
    next: "Set the same workspace, campaign and link on the card and in the export.",
  },
  statuses: {
    title: "Other statuses",
    phrase: "the card counts other statuses",
    next: "Set the card's status filter to the statuses asked for, or export those it counts.",
  },
  timezone: {
    title: "Another timezone",
    phrase: "the card reads its days in another timezone",
    next: "Set one timezone for the card and the export.",
  },
  currency: {
    title: "Currency treatment",
    phrase: "the card takes foreign amounts at par",
    next: "Have the platform convert foreign amounts, or compare in each currency by itself.",
  },
  duplicates: {
    title: "Duplicates",
    phrase: "the card counts repeated orders once",
    next: "Agree whether an order sent twice counts once, and drop the repetitions from the export.",
  },
  late_records: {
    title: "Late records",
    phrase: "recorded after the card was captured",
    next: "Capture the card again: it is older than the export.",
  },
} as const satisfies Record<string, CauseDefinition>;
