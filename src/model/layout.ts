/** How an amount is written: plain decimal, integer minor units, or as a person of the place writes it. */
export const amountForms = ["decimal", "minor", "$1,234.50", "1.234,50"] as const;
export type AmountForm = (typeof amountForms)[number];

/** How a source writes one dataset; everything the reader needs to make canonical columns of its bytes. */
export interface Layout {
  /** Zone of times written without an offset. */
  readonly timezone: string;
  /** Canonical column: their header; a column not named here keeps its own name. */
  readonly columns: Readonly<Record<string, string>>;
  /** Their status: canonical status; a canonical word stands for itself. */
  readonly statuses: Readonly<Record<string, string>>;
  readonly amounts: AmountForm;
}

/** Ends a sentence that points at `datasets.….columns` and the like, which only sources of kind files have. */
export const orInLayout = "or in the layout of its kind where that is not files";
