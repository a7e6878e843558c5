import type { TopLevelSpec } from "vega-lite";

import { chartConfig, chartPadding, chartWidth, clip, heading } from "#charts/chart-style.ts";
import { shadeColors, shadesOf, sumOf, timeTicks } from "#charts/watched-span.ts";
import type { WatchedSpan } from "#charts/watched-span.ts";
import { counted } from "#model/phrases.ts";
import { displayUptime } from "#model/tally-words.ts";
import { uptimeOf } from "#model/tally.ts";

/** Endpoints of one picture. */
const mostRows = 20;

/** How endpoints stood over the same stretch of time, the worst first: a band for each, with its uptime. */
export function uptimeChart(
  spans: readonly WatchedSpan[],
  { title, timezone }: { readonly title: string; readonly timezone: string },
): TopLevelSpec {
  const rows = spans
    .map((span) => ({ span, share: uptimeOf(sumOf(span)) }))
    .toSorted((one, other) => (one.share ?? 2) - (other.share ?? 2))
    .slice(0, mostRows);
  const [first] = rows;
  const { from, to } = first?.span ?? { from: 0, to: 1 };
  const ticks = timeTicks({ from, to }, timezone);
  const names = JSON.stringify(Object.fromEntries(ticks.map(({ at, text }) => [at, text])));
  const labels = rows.map(({ span }) => clip(span.endpoint, 26));
  const x = {
    field: "at",
    type: "quantitative",
    scale: { domain: [from, to], nice: false, zero: false },
    axis: {
      title: null,
      values: ticks.map(({ at }) => at),
      labelExpr: `${names}[datum.value]`,
      grid: false,
      domain: false,
      labelOverlap: true,
    },
  };
  const y = {
    field: "row",
    type: "ordinal",
    scale: { domain: rows.map((_, row) => row), paddingInner: 0.35, paddingOuter: 0.2 },
    axis: {
      title: null,
      domain: false,
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      labelLimit: 190,
    },
  };
  const cells = rows.flatMap(({ span }, row) => [
    { row, at: from, end: to, color: shadeColors.untold },
    ...shadesOf(span).map(({ shade, ...at }) => ({ row, ...at, color: shadeColors[shade] })),
  ]);
  const left = spans.length - rows.length;
  const subtitle = [
    `times in ${timezone}`,
    "yellow: partly down · red: down · grey: maintenance or not looked at",
    ...(left > 0 ? [`${counted(left, "endpoint")} more, better than these`] : []),
  ];
  return {
    description: clip(title, 200),
    background: "#ffffff",
    width: chartWidth,
    height: 120 + 16 * (subtitle.length - 1) + rows.length * 28,
    padding: chartPadding,
    autosize: { type: "fit", contains: "padding" },
    title: { text: heading(title), subtitle },
    layer: [
      {
        data: { values: cells },
        mark: { type: "rect", color: { expr: "datum.color" } },
        encoding: {
          x,
          x2: { field: "end" },
          y,
        },
      },
      {
        data: {
          values: rows.map(({ share }, row) => ({
            row,
            at: to,
            text: share === null ? "–" : displayUptime(share),
          })),
        },
        mark: { type: "text", align: "left", dx: 8, baseline: "middle" },
        encoding: { x, y, text: { field: "text" } },
      },
    ],
    config: chartConfig,
  } as TopLevelSpec;
}
