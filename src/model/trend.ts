import type { Drawing } from "#model/drawing.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { periodLabels } from "#model/period.ts";

/** Fewer points than this are no trend. */
const least = 3;

/** A check's number over the windows before the judged one, that one marked; null where there are too few. */
export function trendDrawing(
  judged: Pick<JudgedCheck, "trend" | "points" | "unit" | "expected" | "period" | "outcome">,
  title: string,
): Drawing | null {
  const { trend = [], points, unit = "", expected, period, outcome } = judged;
  if (trend.length < least) return null;
  const { from, to } = expected;
  return {
    kind: "lines",
    title,
    unit,
    labels: points ?? periodLabels(period, trend.length - 1),
    series: [{ name: unit || title, values: trend }],
    // An open end is drawn as far as the numbers go.
    ...(from === null && to === null
      ? {}
      : {
          expected: {
            from: from ?? Math.min(0, ...trend),
            to: to ?? Math.max(from ?? 0, ...trend),
          },
        }),
    ...(outcome === "pass" ? {} : { marked: trend.length - 1 }),
  };
}

const steps = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** The same in one line of text: `▅▆▅▇▆▁`. */
export function sparkline(trend: readonly number[]): string {
  const [low, high] = [Math.min(...trend), Math.max(...trend)];
  const height = high - low || 1;
  const top = steps.length - 1;
  return trend.map((value) => steps[Math.round(((value - low) / height) * top)]).join("");
}
