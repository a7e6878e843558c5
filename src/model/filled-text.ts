import { z } from "zod";

import { statusesAsked } from "#model/card.ts";
import type { CardRequest } from "#model/card.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { displayScope } from "#model/filter-context.ts";
import { displayWindow } from "#model/window.ts";

/** What a run is about, as a runbook's texts can say it. */
interface About {
  readonly source: string;
  readonly context: FilterContext;
  readonly card: CardRequest;
}

/** What stands for what in a text: `{window}` is the run's window. */
const words = {
  source: ({ source }) => source,
  window: ({ context }) => displayWindow(context),
  timezone: ({ context }) => context.timezone,
  currency: ({ context }) => context.currency,
  scope: ({ context }) => displayScope(context),
  statuses: ({ context }) => context.statuses?.join(", ") ?? "all",
  card_statuses: ({ context }) => statusesAsked(context).join(", "),
  card: ({ card }) => card.value ?? "the card of the export",
  metric: ({ card }) => card.metric ?? "revenue",
  tab: ({ card }) => card.tab ?? "every tab",
} satisfies Record<string, (about: About) => string>;

const placeholder = /\{([a-z_]+)\}/g;

/** A text of a runbook in which `{window}` and the like stand for what the run is about. */
export const fillable = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .superRefine((text, context) => {
      for (const [whole, word = ""] of text.matchAll(placeholder)) {
        if (word in words) continue;
        const known = Object.keys(words).join(", ");
        context.addIssue({ code: "custom", message: `${whole} is not known here: ${known}` });
      }
    });

/** The text with what the run is about. */
export function filled(text: string, about: About): string {
  return text.replaceAll(placeholder, (whole, word: string) =>
    word in words ? words[word as keyof typeof words](about) : whole,
  );
}
