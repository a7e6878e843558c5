import type { Spread } from "#model/count-range.ts";
import { forecastOf, spreadOver, weekShapeOf } from "#model/forecast.ts";
import type { Period } from "#model/period.ts";
import type { Series } from "#model/series.ts";

/** A series that has come to nothing: for how many windows, how many were expected in them, and what chance that has. */
export interface Silence {
  readonly windows: number;
  readonly expected: Spread;
  readonly chance: number;
}

/** Whoever has been silent for longer than this has left. */
const longest = 28;

/**
 * How long a series has been silent, and how unlikely that is by its own rhythm; null of one that is not silent, has too
 * little past, or has been silent for so long more than once before.
 */
export function silenceOf(
  series: Series,
  period: Pick<Period, "span">,
  { least, whole }: { readonly least: number; readonly whole: Series },
): Silence | null {
  const first = series.findIndex((count) => count > 0);
  const windows = first === -1 ? series.length : first;
  if (windows === 0 || windows > longest || series.length - windows < least) return null;
  if (silences(series.slice(windows)).filter((length) => length >= windows).length > 1) return null;
  const shape = period.span === "day" ? weekShapeOf(whole, windows) : null;
  const forecast = forecastOf(series, { span: period.span, least, judged: windows, shape });
  if (!forecast) return null;
  const expected = spreadOver(forecast, windows);
  return { windows, expected, chance: chanceOfNone(expected) };
}

/** The chance of none, where days differ by more than chance: counts whose own means vary (negative binomial). */
function chanceOfNone({ mean, dispersion }: Spread): number {
  if (dispersion < 1.001) return Math.exp(-mean);
  return Math.exp((-mean * Math.log(dispersion)) / (dispersion - 1));
}

/** How long each silence of a series was. */
function silences(series: Series): number[] {
  const found: number[] = [];
  let length = 0;
  for (const count of [...series, 1]) {
    if (count === 0) length += 1;
    else {
      if (length > 0) found.push(length);
      length = 0;
    }
  }
  return found;
}
