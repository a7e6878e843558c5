import type { TopLevelSpec } from "vega-lite";

import {
  chartConfig,
  chartPadding,
  chartWidth,
  clip,
  heading,
  ink,
  numberFormat,
  palette,
  roomFor,
  shortLabel,
} from "#charts/chart-style.ts";
import type { Drawing } from "#model/drawing.ts";

type Bars = Extract<Drawing, { kind: "bars" }>;

/** Bars side by side or on top of each other; long names lie on their side, limits are drawn across. */
export function barChart(drawing: Bars): TopLevelSpec {
  const { title, labels, series, stacked, limits } = drawing;
  const sums = sumsOf({ ...drawing, stacked: "sum" });
  const values = series.flatMap(({ name, values: own }, order) =>
    own.flatMap((value, at) => {
      if (value === null) return [];
      const share = (sums[at] ?? 0) === 0 ? 0 : value / (sums[at] ?? 1);
      const shown = stacked === "share" ? share : value;
      return [{ name: clip(name, 24), at, value: shown, order }];
    }),
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
    stack: stacked === "sum" || stacked === "share" ? "zero" : null,
    scale: { domain: domainOf(drawing), nice: false, clamp: true },
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
    description: clip(title, 200),
    background: "#ffffff",
    width: chartWidth,
    height: isLying ? 90 + labels.length * (isBeside ? 14 + 16 * series.length : 32) : 270,
    padding: chartPadding,
    autosize: { type: "fit", contains: "padding" },
    title: { text: heading(title), subtitle: clip(subtitleOf(drawing), 80) },
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
  const { series, stacked, limits } = drawing;
  const ends =
    stacked === "sum"
      ? sumsOf(drawing).map((value, at) => ({ at, value, order: 0 }))
      : series.flatMap(({ values }, order) =>
          values.flatMap((value, at) => (value === null ? [] : [{ at, value, order }])),
        );
  // Beyond the limit, where its line does not run through the number.
  const placed = ends.map((end) => {
    const limit = limits?.[end.at] ?? null;
    return { ...end, end: Math.max(end.value, limit ?? end.value), limit };
  });
  const number = `format(datum.value, '${format}')`;
  const words = `datum.limit === null ? ${number} : ${number} + ' of ' + format(datum.limit, '${format}')`;
  if (along === "x" && ends.length > 16) return [];
  const at = along === "x" ? { dy: -7 } : { align: "left", dx: 5, baseline: "middle" };
  return [
    {
      data: { values: placed.filter(({ value }) => value !== 0) },
      transform: [{ calculate: words, as: "words" }],
      mark: { type: "text", ...at },
      encoding: {
        [along]: place,
        [across]: { field: "end", type: "quantitative", stack: null },
        text: { field: "words" },
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

/** Shares that are all nearly one begin where they differ, so that it can be seen. */
function domainOf(drawing: Bars): [number, number] {
  const { stacked, limits = [], series, labels } = drawing;
  if (stacked !== "share") {
    const [low, high] = roomFor([...sumsOf(drawing), ...limits]);
    const isLabelled = limits.length > 0 || labels.some((label) => shortLabel(label).length > 9);
    return [low, isLabelled ? high * 1.15 : high];
  }
  const sums = sumsOf({ ...drawing, stacked: "sum" });
  const shares = labels.flatMap((_, at) => {
    const sum = sums[at] ?? 0;
    return sum === 0 ? [] : [(series[0]?.values[at] ?? 0) / sum];
  });
  const least = Math.min(1, ...shares);
  return [shares.length > 0 && least >= 0.7 ? Math.floor(least * 10 - 0.5) / 10 : 0, 1];
}

function subtitleOf(drawing: Bars): string {
  const { unit, stacked, limits } = drawing;
  const [from] = domainOf(drawing);
  const begins = from > 0 ? ` · the axis begins at ${Math.round(from * 100)}%` : "";
  const share = stacked === "share" ? `share of all${begins}` : unit;
  return limits ? `${share} · the dark line is the limit` : share;
}
