import type { TopLevelSpec } from "vega-lite";

import {
  bad,
  chartConfig,
  chartPadding,
  chartWidth,
  clip,
  heading,
  numberFormat,
  palette,
  roomFor,
  shortLabel,
} from "#charts/chart-style.ts";
import type { Drawing } from "#model/drawing.ts";

type Lines = Extract<Drawing, { kind: "lines" }>;

/** Values over time: a line for each series, what was expected as a band behind them, and the bad point marked. */
export function lineChart(drawing: Lines): TopLevelSpec {
  const { title, unit, labels, series, expected, marked } = drawing;
  const values = series.flatMap(({ name, values: own }) =>
    own.flatMap((value, at) => (value === null ? [] : [{ name: clip(name, 24), at, value }])),
  );
  const all = [...values.map(({ value }) => value), ...(expected ? [expected.to] : [])];
  const format = numberFormat(all);
  const isEmpty = all.every((value) => value === 0);
  const first = series[0]?.values ?? [];
  const shown = marked === undefined ? null : (first[marked] ?? null);
  const labelsExpression = `${JSON.stringify(labels.map((label) => shortLabel(label, 12)))}[datum.value]`;
  const x = {
    field: "at",
    type: "ordinal",
    scale: { domain: labels.map((_, at) => at) },
    axis: { title: null, labelAngle: 0, labelOverlap: true, labelExpr: labelsExpression },
  } as const;
  const y = {
    field: "value",
    type: "quantitative",
    scale: { domain: roomFor(all), nice: false },
    axis: { title: null, format, tickCount: 4, tickMinStep: isEmpty ? 1 : 0, domain: false },
  } as const;
  const color = {
    field: "name",
    type: "nominal",
    sort: null,
    scale: { domain: series.map(({ name }) => clip(name, 24)), range: palette },
    legend: series.length > 1 ? {} : null,
  } as const;
  return {
    description: clip(title, 200),
    background: "#ffffff",
    width: chartWidth,
    height: 260,
    padding: chartPadding,
    autosize: { type: "fit", contains: "padding" },
    title: { text: heading(title), subtitle: clip(subtitleOf(unit, expected), 80) },
    layer: [
      ...(expected ? [band(expected)] : []),
      {
        data: { values },
        mark: { type: "line", strokeWidth: 2.5 },
        encoding: { x, y, color },
      },
      {
        data: { values },
        mark: { type: "point", filled: true, size: 34, opacity: 1 },
        encoding: { x, y, color },
      },
      ...(marked === undefined || shown === null
        ? []
        : markedPoint(marked, shown, {
            x,
            y,
            format,
            last: labels.length - 1,
            before: first[marked - 1] ?? null,
          })),
    ],
    config: chartConfig,
  };
}

function band({ from, to }: { readonly from: number; readonly to: number }) {
  const edge = { type: "quantitative" } as const;
  return {
    data: { values: [{ from, to }] },
    mark: { type: "rect", color: "#0072b2", opacity: 0.13, stroke: "#0072b2" },
    encoding: { y: { ...edge, field: "from" }, y2: { field: "to" } },
  } as const;
}

/** The bad point: a ring of another colour and shape, and its number. */
function markedPoint(
  at: number,
  value: number,
  of: {
    readonly x: object;
    readonly y: object;
    readonly format: string;
    readonly last: number;
    /** The value before it, from which its line comes. */
    readonly before: number | null;
  },
) {
  const { x, y, format, last, before } = of;
  const data = { values: [{ at, value }] };
  const align = at > last * 0.8 ? "right" : at < last * 0.2 ? "left" : "center";
  // Beside the line, not on it.
  const dy = before !== null && before > value ? 20 : -16;
  const text = { type: "text", dy, align, fontSize: 14, fontWeight: 600 } as const;
  const encoding = { x, y, text: { field: "value", type: "quantitative", format } };
  return [
    {
      data,
      mark: { type: "point", shape: "diamond", filled: true, size: 150, color: bad, opacity: 1 },
      encoding: { x, y },
    },
    { data, mark: { ...text, stroke: "#ffffff", strokeWidth: 5, strokeJoin: "round" }, encoding },
    { data, mark: { ...text, color: bad }, encoding },
  ] as never[];
}

function subtitleOf(unit: string, expected: Lines["expected"]): string {
  if (!expected) return unit;
  const [from, to] = [expected.from, expected.to].map((end) =>
    end.toLocaleString("en-US", { maximumFractionDigits: Math.abs(end) < 100 ? 1 : 0 }),
  );
  const range = from === to ? from : `${from}–${to}`;
  return `${unit} · shaded: expected ${range}`;
}
