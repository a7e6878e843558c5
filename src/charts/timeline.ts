import type { TopLevelSpec } from "vega-lite";

import { gapColors, gapTrack, trackHeight } from "#charts/gap-track.ts";
import { drawnShapes } from "#charts/shapes.ts";
import type { Label, Shapes } from "#charts/shapes.ts";
import { timeAxis } from "#charts/time-axis.ts";
import type { TimeAxis } from "#charts/time-axis.ts";
import { changeLabels, laneHeight } from "#charts/timeline-labels.ts";
import type { DatedGap, Timeline } from "#model/timeline.ts";
import { displayWindow } from "#model/window.ts";

const ink = "#1d2129";
const faint = "#667080";
const shade = "#f1f3f5";
const changeColor = "#495057";
const incidentColor = "#c92a2a";
const width = 640;
const plot = [72, width - 16] as const;
const head = 70;
const row = 20;
const mostIncidents = 5;

/** Draws changes, incidents and gaps of a window below each other on one axis of days. */
export function timelineChart(timeline: Timeline): TopLevelSpec {
  const { days, window, gaps } = timeline;
  const axis = timeAxis(days, window.timezone, plot);
  const changes = changeLabels(timeline, axis, plot);
  const incidents = incidentRows(timeline, axis, head + changes.lanes * laneHeight + 8);
  const shown = gaps.filter((gap) => gap.days.some(({ day }) => day !== null));
  const top = head + changes.lanes * laneHeight + 12 + incidents.rows * row;
  const bottom = top + shown.length * trackHeight;
  const tracks = shown.map((gap, index) => gapTrack(gap, axis, top + index * trackHeight));
  const before = axis.at(window.from);
  const all: Shapes[] = [
    {
      // Days before the window are shaded: what is dated there is not of the window.
      boxes:
        before > plot[0] ? [{ x: plot[0], x2: before, y: head - 6, y2: bottom, color: shade }] : [],
      lines: [],
      labels: heading(timeline, shown),
    },
    ...tracks,
    incidents,
    {
      boxes: [],
      lines: changes.marks.map(({ x, y }) => ({
        x,
        x2: x,
        y,
        y2: bottom,
        color: changeColor,
        dashed: true,
      })),
      labels: changes.labels,
    },
    axisBelow(timeline, axis, bottom),
  ];
  const shapes = {
    boxes: all.flatMap(({ boxes }) => boxes),
    lines: all.flatMap(({ lines }) => lines),
    labels: all.flatMap(({ labels }) => labels),
  };
  return drawnShapes(shapes, { description: "Timeline", width, height: bottom + 54 });
}

function heading(timeline: Timeline, shown: readonly DatedGap[]): Label[] {
  const { window, changes, incidents } = timeline;
  const parts = [
    displayWindow(window),
    changes === null ? "changes not available" : counted(changes.length, "change"),
    incidents === null ? "no endpoint watched" : counted(incidents.length, "incident"),
  ];
  return [
    { x: 16, y: 22, text: "What happened, day by day", color: ink, size: 17, weight: 600 },
    { x: 16, y: 45, text: parts.join(" · "), color: faint, size: 13 },
    ...legendOf(shown),
  ];
}

/** What the colours of the bars mean, those that are drawn. */
function legendOf(shown: readonly DatedGap[]): Label[] {
  const drawn = shown.flatMap(({ days }) => days);
  const label = { y: 22, align: "right", weight: 600 } as const;
  const { more, less, unexplained } = gapColors;
  if (drawn.length === 0) return [];
  const isOpen = drawn.some(({ day, cause }) => day !== null && cause === null);
  return [
    { ...label, x: width - 16, text: "less than expected", color: less },
    { ...label, x: width - 144, text: "more than expected", color: more },
    ...(isOpen ? [{ ...label, x: width - 276, text: "unexplained", color: unexplained }] : []),
  ];
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The incidents below each other, each as long as it lasted. */
function incidentRows(
  { incidents, days }: Timeline,
  axis: TimeAxis,
  top: number,
): Shapes & { rows: number } {
  const all = incidents ?? [];
  const shown = all.slice(0, mostIncidents);
  const boxes = shown.map(({ from, to }, index) => {
    const x = axis.at(from);
    const x2 = Math.max(x + 3, to === null ? axis.startOf(axis.bars) : axis.at(to));
    return {
      x,
      x2,
      y: top + index * row + 4,
      y2: top + index * row + row - 4,
      color: incidentColor,
    };
  });
  const labels = shown.map(({ endpoint, state }, index): Label => {
    const box = boxes[index] ?? { x: 0, x2: 0 };
    const isRight = box.x2 > (plot[0] + plot[1]) / 2;
    const text = `${endpoint}: ${state}`.slice(0, 40);
    const y = top + index * row + row / 2;
    return {
      x: isRight ? box.x - 5 : box.x2 + 5,
      y,
      text,
      color: incidentColor,
      align: isRight ? "right" : "left",
    };
  });
  const rest = all.length - shown.length;
  const more: Label = {
    x: plot[0],
    y: top + shown.length * row + row / 2,
    text: `and ${rest} more incidents until ${days.to}`,
    color: faint,
  };
  return {
    boxes,
    lines: [],
    labels: rest > 0 ? [...labels, more] : labels,
    rows: shown.length + (rest > 0 ? 1 : 0),
  };
}

function axisBelow({ days, window }: Timeline, axis: TimeAxis, bottom: number): Shapes {
  const y = bottom + 4;
  const below = [
    `Days in ${window.timezone}`,
    ...(axis.step === 1 ? [] : [`${axis.step} in a bar`]),
    ...(days.from < window.from ? ["grey: before the window"] : []),
  ];
  return {
    boxes: [],
    lines: [
      { x: plot[0], x2: plot[1], y, y2: y, color: faint },
      ...axis.ticks.map(({ bar }) => ({
        x: axis.startOf(bar),
        x2: axis.startOf(bar),
        y,
        y2: y + 4,
        color: faint,
      })),
    ],
    labels: [
      ...axis.ticks.map(({ bar, text }) => ({
        x: axis.startOf(bar + 0.5),
        y: bottom + 18,
        text,
        color: faint,
        align: "center" as const,
      })),
      { x: plot[0], y: bottom + 38, text: below.join("; "), color: faint },
    ],
  };
}
