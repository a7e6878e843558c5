import type { TopLevelSpec } from "vega-lite";

import { type Span, spanOf } from "#charts/span.ts";
import { type Bar, barsOf, longestLabel, type WaterfallText } from "#charts/waterfall-bars.ts";
import type { Explanation } from "#model/explanation.ts";
import { displayAmount, displaySigned, minorDigits } from "#model/money.ts";

const colors = { total: "#5b6472", more: "#0072b2", less: "#d55e00", unexplained: "#a3327b" };
const ink = "#1d2129";
const faint = "#667080";
const margin = 16;
const size = { labels: 232, bars: 244, amounts: 124, row: 30, bar: 20, head: 74, foot: 40 };
const longest = { title: 56, label: longestLabel };
/** Two white strokes through a total whose bar does not begin at zero. */
const breakStrokes = {
  shape: "M-0.9,1.2L-0.1,-1.2L0.2,-1.2L-0.6,1.2ZM-0.1,1.2L0.7,-1.2L1,-1.2L0.2,1.2Z",
  size: size.bar ** 2,
  filled: true,
  color: "#ffffff",
  opacity: 1,
};

/** Draws a gap explanation as bars from expected to actual, 600 units wide; bars are floats, labels exact. */
export function gapWaterfall(explanation: Explanation, text: WaterfallText): TopLevelSpec {
  const bars = barsOf(explanation, text);
  const changes = bars.filter(({ kind }) => kind !== "total");
  const span = spanOf([
    ...bars.filter(({ kind }) => kind === "total").map(({ to }) => to.toNumber()),
    ...changes.flatMap(({ from, to }) => [from.toNumber(), to.toNumber()]),
  ]);
  const y = { type: "quantitative" } as const;
  const x = { ...y, scale: { domain: span.domain, nice: false } };
  return {
    description: text.title,
    background: "#ffffff",
    width: size.bars,
    height: bars.length * size.row,
    padding: { left: size.labels, right: size.amounts, top: size.head, bottom: size.foot },
    autosize: { type: "none" },
    title: {
      text: clip(text.title, longest.title),
      subtitle: subtitleOf(explanation, text),
      anchor: "start",
      frame: "group",
      dx: margin - size.labels,
      offset: 16,
    },
    data: { values: bars.map((bar, index) => drawn(bar, index, span)) },
    encoding: {
      y: { ...y, field: "row", axis: null, scale: { domain: [bars.length, 0], nice: false } },
    },
    layer: [
      {
        mark: { type: "rect" },
        encoding: {
          x: { ...x, field: "from", axis: axisOf(span, text.currency) },
          x2: { field: "to" },
          y: { ...y, field: "top" },
          y2: { field: "bottom" },
          color: {
            field: "kind",
            scale: { domain: Object.keys(colors), range: Object.values(colors) },
            legend: null,
          },
        },
      },
      {
        transform: [{ filter: `datum.row < ${bars.length - 1}` }],
        mark: { type: "rule", color: faint },
        encoding: {
          x: { ...x, field: "end" },
          y: { ...y, field: "bottom" },
          y2: { field: "next" },
        },
      },
      {
        transform: [{ filter: `${span.cut} && datum.kind === 'total'` }],
        mark: { type: "point", ...breakStrokes },
        encoding: { x: { value: span.base === span.domain[0] ? margin : size.bars - margin } },
      },
      {
        mark: {
          type: "text",
          align: "left",
          fontWeight: { expr: "datum.weight" },
        },
        encoding: {
          x: { value: margin - size.labels },
          text: { field: "label" },
        },
      },
      {
        mark: { type: "text", align: "right", fontWeight: 600 },
        encoding: { x: { value: size.bars + size.amounts - margin }, text: { field: "amount" } },
      },
    ],
    config: {
      font: "Inter",
      view: { stroke: null },
      text: { fontSize: 14, color: ink, baseline: "middle" },
      title: {
        fontSize: 17,
        fontWeight: 600,
        color: ink,
        subtitleFontSize: 13.5,
        subtitleColor: faint,
        subtitlePadding: 7,
      },
    },
  };
}

function drawn(bar: Bar, index: number, span: Span): Record<string, unknown> {
  const total = bar.kind === "total";
  const from = total ? span.base : bar.from.toNumber();
  const to = bar.to.toNumber();
  // A change too small to see is drawn two units wide.
  const least = (2 / size.bars) * (span.domain[1] - span.domain[0]);
  const thin = !total && Math.abs(to - from) < least;
  const middle = index + 0.5;
  const half = size.bar / size.row / 2;
  return {
    kind: bar.kind,
    label: clip(bar.label, longest.label),
    weight: total ? 600 : 400,
    amount: bar.amount,
    from,
    to: thin ? from + (to < from ? -least : least) : to,
    end: to,
    row: middle,
    top: middle - half,
    bottom: middle + half,
    next: middle + 1 - half,
  };
}

function axisOf({ domain, cut }: Span, currency: string | null) {
  const step = (domain[1] - domain[0]) / 3;
  const minor = currency === null || step >= 3 ? 0 : minorDigits(currency);
  const digits = Math.max(minor, Math.min(6, Math.ceil(-Math.log10(step))));
  const unit = currency ?? "records";
  return {
    title: cut ? `${unit} · axis cut: it does not begin at zero` : unit,
    titleFontSize: 12,
    titleFontWeight: 400,
    titleColor: faint,
    titlePadding: 4,
    labelFontSize: 12,
    labelColor: faint,
    labelOverlap: true,
    format: `,.${digits}f`,
    tickCount: 3,
    ticks: false,
    domain: false,
    gridColor: "#e7e9ed",
    zindex: 0,
  } as const;
}

function subtitleOf({ gap, causes, unexplained }: Explanation, text: WaterfallText): string {
  const { currency } = text;
  const change = displaySigned(gap, currency);
  const unit = currency === null ? "" : ` ${currency}`;
  const named = causes.length === 1 ? "1 cause" : `${causes.length || "no"} causes`;
  return `Gap ${change}${unit} · ${named} · unexplained ${displayAmount(unexplained, currency)}`;
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
