import type { Label, Shapes } from "#charts/shapes.ts";
import { timelineChart } from "#charts/timeline.ts";
import type { DatedCause, DatedGap, Timeline } from "#model/timeline.ts";

/** A day of October. */
export function october(day: number): string {
  return `2026-10-${String(day).padStart(2, "0")}`;
}

export function part(
  day: string | null,
  amount: string,
  more: Partial<DatedCause> = {},
): DatedCause {
  return { day, cause: "unpaid", amount, rows: 1, ...more };
}

export function gapOf(days: readonly DatedCause[], more: Partial<DatedGap> = {}): DatedGap {
  return { title: "Payouts against commissions", currency: "USD", gap: "-7.25", days, ...more };
}

/** October without anything in it unless told otherwise. */
export function timelineOf(more: Partial<Timeline> = {}): Timeline {
  const days = { from: october(1), to: october(31) };
  const window = { ...days, timezone: "America/New_York" };
  return { days, window, gaps: [], changes: [], incidents: null, ...more };
}

/** The shapes of a drawn timeline. */
export function shapesOf(timeline: Timeline): Shapes {
  const { layer } = timelineChart(timeline) as unknown as {
    layer: readonly { data: { values: never[] } }[];
  };
  const [boxes, lines, , labels] = layer.map(({ data }) => data.values);
  return { boxes: boxes ?? [], lines: lines ?? [], labels: labels ?? [] };
}

export function textsIn(labels: readonly Label[]): string[] {
  return labels.map(({ text }) => text);
}
