import type { TopLevelSpec } from "vega-lite";

import {
  chartConfig,
  chartPadding,
  chartWidth,
  clip,
  heading,
  ink,
  numberFormat,
  shortLabel,
} from "#charts/chart-style.ts";
import type { Drawing } from "#model/drawing.ts";

type Heat = Extract<Drawing, { kind: "heat" }>;

/** A table of shades, each cell with its number; where there is nothing yet it stays empty. */
export function heatChart({ title, unit, columns, rows }: Heat): TopLevelSpec {
  const cells = rows.flatMap(({ values }, row) =>
    values.flatMap((value, column) => (value === null ? [] : [{ row, column, value }])),
  );
  const most = Math.max(0, ...cells.map(({ value }) => value));
  const place = (field: string, labels: readonly string[], orient: "left" | "top") =>
    ({
      field,
      type: "ordinal",
      scale: { domain: labels.map((_, at) => at), padding: 0.04 },
      axis: {
        title: null,
        orient,
        domain: false,
        labelAngle: 0,
        labelExpr: `${JSON.stringify(labels.map((label) => shortLabel(label, 20)))}[datum.value]`,
      },
    }) as const;
  const names = rows.map(({ name }) => name);
  const x = place("column", columns, "top");
  const y = place("row", names, "left");
  return {
    description: clip(title, 200),
    background: "#ffffff",
    width: chartWidth,
    height: 100 + rows.length * 30,
    padding: chartPadding,
    autosize: { type: "fit", contains: "padding" },
    title: { text: heading(title), subtitle: clip(unit, 80) },
    data: { values: cells },
    encoding: { x, y },
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          color: {
            field: "value",
            type: "quantitative",
            scale: { scheme: "blues", domain: [0, most || 1] },
            legend: null,
          },
        },
      },
      {
        mark: { type: "text", baseline: "middle" },
        encoding: {
          text: {
            field: "value",
            type: "quantitative",
            format: numberFormat(cells.map(({ value }) => value)),
          },
          color: {
            condition: { test: `datum.value > ${most * 0.6}`, value: "#ffffff" },
            value: ink,
          },
        },
      },
    ],
    config: chartConfig,
  };
}
