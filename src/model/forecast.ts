import { median } from "#model/baseline.ts";
import type { Spread } from "#model/count-range.ts";
import type { PeriodKind } from "#model/period.ts";
import type { Series } from "#model/series.ts";

/** What a count is expected to be in a window, and by how much it varies. */
export interface Forecast {
  readonly at: (ago: number) => number;
  /** Around what is expected of one window. */
  readonly dispersion: number;
  /** How unsure the level itself is: by so much more, per expected record, the sum of windows varies. */
  readonly doubt: number;
}

export interface ForecastRules {
  readonly span: PeriodKind | "days";
  /** Fewer earlier windows than this are no baseline. */
  readonly least: number;
  /** How many windows are judged, the nearest; they teach nothing. */
  readonly judged?: number;
  /** How the days of the week differ, by how many days ago modulo seven, for a series too small to say it itself. */
  readonly shape?: readonly number[] | null;
}

/** The deviation of a normal distribution whose median absolute deviation is 1. */
const normal = 1.4826;

/** What makes the root of a small count vary like that of a large one. */
const smooth = 3 / 8;

/**
 * What a series is expected to be after its earlier windows: their level and its growth, by weeks where windows are days,
 * and the day of the week. Medians throughout, so that an incident among them counts for little; null when they are too few.
 */
export function forecastOf(series: Series, rules: ForecastRules): Forecast | null {
  const { span, least, judged = 1 } = rules;
  const step = span === "day" ? 7 : 1;
  const blocks = Math.floor((series.length - judged) / step);
  if (series.length - judged < least || blocks < 1) return null;
  const earlier = series.slice(judged, judged + blocks * step);
  const level = levelOf(earlier, { step, judged });
  const own = step === 7 ? weekShape(earlier, level.at, judged) : null;
  const shape = own ?? (step === 7 ? rules.shape : null);
  const at = (ago: number): number => level.at(ago) * (shape?.[ago % 7] ?? 1);
  const expected = earlier.map((_, index) => at(judged + index));
  // What was fitted to few weeks lies nearer to them than to what comes next.
  const fitted = 1 + (own ? 6 : 1) / blocks;
  const unsure = 1 + (own ? Math.PI / 2 / blocks : 0);
  const dispersion = Math.max(1, scatterOf(earlier, expected) * fitted) * unsure;
  return { at, dispersion, doubt: level.unsure / Math.max(level.at(0), smooth / step) };
}

/** How the days of the week differ, their mean 1; null of a series too small or too short to say. */
export function weekShapeOf(series: Series, judged = 1): readonly number[] | null {
  const blocks = Math.floor((series.length - judged) / 7);
  if (blocks < 1) return null;
  const earlier = series.slice(judged, judged + blocks * 7);
  return weekShape(earlier, levelOf(earlier, { step: 7, judged }).at, judged);
}

/** How many times more than by their own chance counts vary around what was expected of them. */
export function scatterOf(counts: readonly number[], expected: readonly number[]): number {
  const residuals = counts.map((count, index) =>
    Math.abs(2 * (Math.sqrt(count + smooth) - Math.sqrt((expected[index] ?? 0) + smooth))),
  );
  return (normal * median(residuals)) ** 2;
}

/** The sum over the judged windows, the nearest, as one count. */
export function spreadOver({ at, dispersion, doubt }: Forecast, judged: number): Spread {
  const means = Array.from({ length: judged }, (_, ago) => at(ago));
  const mean = means.reduce((sum, one) => sum + one, 0);
  return { mean, dispersion: dispersion * (1 + mean * doubt) };
}

/** The line through the roots of the blocks' means, by the median of all slopes. */
function levelOf(earlier: readonly number[], { step, judged }: { step: number; judged: number }) {
  const points = Array.from({ length: earlier.length / step }, (_, block) => {
    const values = earlier.slice(block * step, block * step + step);
    const sum = values.reduce((total, value) => total + value, 0);
    return { x: judged + block * step + (step - 1) / 2, y: Math.sqrt((sum + smooth) / step) };
  });
  const slopes = points.flatMap((left, index) =>
    points.slice(index + 1).map((right) => (right.y - left.y) / (right.x - left.x)),
  );
  const grows = points.length >= 4;
  const slope = grows ? median(slopes) : 0;
  const root = median(points.map(({ x, y }) => y - slope * x));
  const centre = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const square = points.reduce((sum, { x }) => sum + (x - centre) ** 2, 0);
  const unsure = (Math.PI / 2 / points.length + (grows ? centre ** 2 / square : 0)) / step;
  return { at: (ago: number): number => Math.max(0, root + slope * ago) ** 2, unsure };
}

function weekShape(
  earlier: readonly number[],
  level: (ago: number) => number,
  judged: number,
): readonly number[] | null {
  if (earlier.length < 28 || median(earlier) < 20) return null;
  const factors = Array.from({ length: 7 }, (_, phase) =>
    median(
      earlier.flatMap((count, index) => {
        const ago = judged + index;
        return ago % 7 === phase ? [count / Math.max(level(ago), 1)] : [];
      }),
    ),
  );
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / 7;
  return mean > 0 ? factors.map((factor) => factor / mean) : null;
}
