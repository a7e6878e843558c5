/** One line or set of bars; as many values as there are labels, null where there is none. */
export interface DrawnSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface Titled {
  readonly title: string;
  /** What the numbers are: `USD`, `%`, `conversions`. */
  readonly unit: string;
}

/** A picture that a check wants drawn: plain values, drawn by `charts/`. */
export type Drawing =
  /** Values over time; `expected` is a band, `marked` the place of the bad point. */
  | (Titled & {
      readonly kind: "lines";
      readonly labels: readonly string[];
      readonly series: readonly DrawnSeries[];
      readonly expected?: { readonly from: number; readonly to: number };
      readonly marked?: number;
    })
  /** Bars side by side, or stacked to their sum or to a share of 100 %. */
  | (Titled & {
      readonly kind: "bars";
      readonly labels: readonly string[];
      readonly series: readonly DrawnSeries[];
      readonly stacked?: "sum" | "share";
      /** A line across each label's bar: a budget, a target. */
      readonly limits?: readonly (number | null)[];
    })
  /** A table of shades, row by row; null where there is nothing yet. */
  | (Titled & {
      readonly kind: "heat";
      readonly columns: readonly string[];
      readonly rows: readonly {
        readonly name: string;
        readonly values: readonly (number | null)[];
      }[];
    });

/** Whether there is anything to see in a drawing. */
export function showsAnything(drawing: Drawing): boolean {
  const sets = drawing.kind === "heat" ? drawing.rows : drawing.series;
  const isSeen = (value: number | null): boolean =>
    value !== null && (drawing.kind !== "bars" || value !== 0);
  return sets.some(({ values }) => values.some(isSeen));
}
