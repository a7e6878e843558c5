import type { TopLevelSpec } from "vega-lite";

import {
  chartConfig,
  chartPadding,
  chartWidth,
  clip,
  ink,
  numberFormat,
  palette,
  shortLabel,
} from "#charts/chart-style.ts";
import type { Drawing } from "#model/drawing.ts";

type Bars = Extract<Drawing, { kind: "bars" }>;

/** Bars side by side or on top of each other; long names lie on their side, limits are drawn across. */
export function barChart(drawing: Bars): TopLevelSpec {
  const { title, labels, series, stacked, limits } = drawing;
  const values = series.flatMap(({ name, values: own }, order) =>
    own.flatMap((value, at) =>
      value === null ? [] : [{ name: clip(name, 24), at, value, order }],
    ),
  );
  const isLying = stacked !== "share" && labels.some((label) => shortLabel(label).length > 9);
  const limited = (limits ?? []).flatMap((limit, at) => (limit === null ? [] : [{ at, limit }]));
  const format = stacked === "share" ? ".0%" : numberFormat(sumsOf(drawing));
  const [along, across] = isLying ? (["y", "x"] as const) : (["x", "y"] as const);
  const place = {
    field: "at",
    type: "ordinal",
    scale: { domain: labels.map((_, at) => at), paddingInner: 0.25, paddingOuter: 0.15 },
    axis: {
      title: null,
      labelAngle: 0,
      labelOverlap: !isLying,
      labelLimit: 190,
      domain: !isLying,
      labelExpr: `${JSON.stringify(labels.map((label) => shortLabel(label)))}[datum.value]`,
    },
  } as const;
  const size = {
    field: "value",
    type: "quantitative",
    stack: stacked === "share" ? "normalize" : stacked === "sum" ? "zero" : null,
    axis: { title: null, format, tickCount: 4, domain: false },
  } as const;
  const color = {
    field: "name",
    type: "nominal",
    scale: { domain: series.map(({ name }) => clip(name, 24)), range: palette },
    legend: series.length > 1 ? {} : null,
  } as const;
  const isBeside = stacked === undefined && series.length > 1;
  const beside = isBeside
    ? { [`${along}Offset`]: { field: "order", type: "ordinal", scale: { paddingInner: 0.1 } } }
    : {};
  return {
    description: title,
    background: "#ffffff",
    width: chartWidth,
    height: isLying ? 90 + labels.length * (isBeside ? 14 + 16 * series.length : 32) : 270,
    padding: chartPadding,
    autosize: { type: "fit", contains: "padding" },
    title: { text: clip(title, 56), subtitle: clip(subtitleOf(drawing), 80) },
    layer: [
      {
        data: { values },
        mark: { type: "bar" },
        encoding: { [along]: place, [across]: size, color, order: { field: "order" }, ...beside },
      },
      ...(stacked === "share" ? [] : amounts(drawing, { along, across, place, format, beside })),
      ...(limited.length > 0 ? [limitTicks(limited, { along, across, place })] : []),
    ],
    config: chartConfig,
  } as TopLevelSpec;
}

interface Places {
  readonly along: "x" | "y";
  readonly across: "x" | "y";
  readonly place: object;
}

/** What each bar comes to, at its end. */
function amounts(
  drawing: Bars,
  { along, across, place, format, beside }: Places & { format: string; beside: object },
) {
  const { series, stacked, labels } = drawing;
  const ends =
    stacked === "sum"
      ? sumsOf(drawing).map((value, at) => ({ at, value, order: 0 }))
      : series.flatMap(({ values }, order) =>
          values.flatMap((value, at) => (value === null ? [] : [{ at, value, order }])),
        );
  if (along === "x" && ends.length > 16) return [];
  const at = along === "x" ? { dy: -7 } : { align: "left", dx: 5, baseline: "middle" };
  return [
    {
      data: { values: ends.filter(({ value }) => value !== 0 && labels.length > 0) },
      mark: { type: "text", ...at },
      encoding: {
        [along]: place,
        [across]: { field: "value", type: "quantitative", stack: null },
        text: { field: "value", type: "quantitative", format },
        ...beside,
      },
    },
  ];
}

function limitTicks(
  values: readonly { readonly at: number; readonly limit: number }[],
  { along, across, place }: Places,
) {
  return {
    data: { values: [...values] },
    mark: { type: "tick", color: ink, thickness: 3, size: 26 },
    encoding: { [along]: place, [across]: { field: "limit", type: "quantitative" } },
  };
}

function sumsOf({ labels, series, stacked }: Bars): number[] {
  if (stacked === undefined) return series.flatMap(({ values }) => values.map((one) => one ?? 0));
  return labels.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
}

function subtitleOf({ unit, stacked, limits }: Bars): string {
  const share = stacked === "share" ? "share of all" : unit;
  return limits ? `${share} · the dark line is the limit` : share;
}
