import type { TopLevelSpec } from "vega-lite";

import { bad, chartConfig, chartPadding, chartWidth, clip, heading } from "#charts/chart-style.ts";
import {
  shadeColors,
  shadeOf,
  shadesOf,
  shadeWords,
  sumOf,
  timeTicks,
} from "#charts/watched-span.ts";
import type { Shade, WatchedSpan } from "#charts/watched-span.ts";
import { quantile } from "#model/latency.ts";
import { displayTally } from "#model/tally-words.ts";
import { failuresOf } from "#model/tally.ts";

const [half, most] = ["half of the looks within", "95 % within"];
const lineColors = ["#0072b2", "#56b4e9"];
/** Shares of the height: room above the highest point, and the strip below the axis. */
const room = { above: 0.12, gap: 0.05, strip: 0.09 };
/** So few points are shown one by one. */
const fewPoints = 60;

/** How long looks took over time, what failed in red behind it, and below how it stood. */
export function latencyChart(span: WatchedSpan, timezone: string): TopLevelSpec {
  const { endpoint, from, to } = span;
  const points = pointsOf(span);
  const highest = Math.max(0, ...points.map(({ value }) => value ?? 0));
  const isSeconds = highest >= 2000;
  const top = (highest || 1) * (1 + room.above);
  const ticks = timeTicks(span, timezone);
  const names = JSON.stringify(Object.fromEntries(ticks.map(({ at, text }) => [at, text])));
  const x = {
    field: "at",
    type: "quantitative",
    scale: { domain: [from, to], nice: false, zero: false },
    axis: {
      title: null,
      values: ticks.map(({ at }) => at),
      labelExpr: `${names}[datum.value]`,
      grid: false,
      labelOverlap: true,
    },
  } as const;
  const unit = isSeconds
    ? "format(datum.value / 1000, '.2~f') + ' s'"
    : "format(datum.value, ',.2~f') + ' ms'";
  const y = {
    field: "value",
    type: "quantitative",
    scale: { domain: [-top * (room.gap + room.strip), top], nice: false, zero: false },
    axis: {
      title: null,
      labelExpr: `datum.value < 0 ? '' : ${unit}`,
      values: valuesTo(highest),
      domain: false,
    },
  } as const;
  const color = {
    field: "name",
    type: "nominal",
    sort: null,
    scale: { domain: [half, most], range: lineColors },
    legend: { symbolType: "stroke", labelLimit: 240 },
  } as const;
  const isFew = points.length <= 2 * fewPoints;
  const lone = points.filter((point) => point.value !== null && (isFew || point.isLone));
  return {
    description: clip(endpoint, 200),
    background: "#ffffff",
    width: chartWidth,
    height: 280,
    padding: chartPadding,
    autosize: { type: "fit", contains: "padding" },
    title: { text: heading(endpoint), subtitle: subtitles(span, timezone) },
    layer: [
      failures(span, top, x),
      {
        data: { values: points },
        mark: { type: "line", strokeWidth: 2, invalid: "break-paths-show-path-domains" },
        encoding: { x, y, color },
      },
      {
        data: { values: lone },
        mark: { type: "point", filled: true, size: 26, opacity: 1 },
        encoding: { x, y, color },
      },
      strip(span, top, x),
    ],
    config: chartConfig,
  } as TopLevelSpec;
}

interface Point {
  readonly at: number;
  readonly name: string;
  readonly value: number | null;
  /** Without a neighbour its line could not be seen. */
  readonly isLone: boolean;
}

/** Both lines in the middle of each step, broken where no look was answered. */
function pointsOf({ steps, step, from, to }: WatchedSpan): Point[] {
  const known = new Map(steps.map(({ at, tally }) => [at, tally]));
  const begins: number[] = [];
  for (let at = from - (from % step); at < to; at += step) begins.push(at);
  const within = (at: number): number => Math.min(to, Math.max(from, at + step / 2));
  return (
    [
      [half, 0.5],
      [most, 0.95],
    ] as const
  ).flatMap(([name, share]) => {
    const values = begins.map((at) => {
      const tally = known.get(at);
      return tally ? quantile(tally.latency, share) : null;
    });
    return begins.map((at, place): Point => {
      const isLone = (values[place - 1] ?? null) === null && (values[place + 1] ?? null) === null;
      return { at: within(at), name, value: values[place] ?? null, isLone };
    });
  });
}

/** Steps with looks that failed, behind the lines. */
function failures({ steps, step, from, to }: WatchedSpan, top: number, x: object) {
  const values = steps
    .filter(({ tally }) => failuresOf(tally) > 0)
    .map(({ at }) => ({ at: Math.max(from, at), end: Math.min(to, at + step), low: 0, high: top }));
  return {
    data: { values },
    mark: { type: "rect", color: bad, opacity: 0.18 },
    encoding: {
      x,
      x2: { field: "end" },
      y: { field: "low", type: "quantitative" },
      y2: { field: "high" },
    },
  };
}

/** How each step stood, as a band below. */
function strip(span: WatchedSpan, top: number, x: object) {
  const { from, to } = span;
  const place = { low: -top * (room.gap + room.strip), high: -top * room.gap };
  const values = [
    { at: from, end: to, color: shadeColors.untold, ...place },
    ...shadesOf(span).map(({ shade, ...at }) => ({ ...at, color: shadeColors[shade], ...place })),
  ];
  return {
    data: { values },
    mark: { type: "rect", color: { expr: "datum.color" } },
    encoding: {
      x,
      x2: { field: "end" },
      y: { field: "low", type: "quantitative" },
      y2: { field: "high" },
    },
  };
}

function subtitles(span: WatchedSpan, timezone: string): string[] {
  const shades = [...new Set(span.steps.map(({ tally }) => shadeOf(tally)))];
  const words = (Object.keys(shadeWords) as Shade[])
    .filter((shade) => shades.includes(shade) && shade !== "up")
    .map((shade) => `${colorNames[shade]}: ${shadeWords[shade]}`);
  return [displayTally(sumOf(span)), [`times in ${timezone}`, ...words].join(" · ")].map((line) =>
    clip(line, 90),
  );
}

const colorNames: Readonly<Record<Shade, string>> = {
  untold: "light grey",
  up: "green",
  partly: "yellow",
  down: "red",
  excused: "grey",
};

/** Round numbers from nothing to the highest, four or five. */
function valuesTo(highest: number): number[] {
  if (highest === 0) return [0];
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, place) => place * step);
}
