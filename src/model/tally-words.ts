import { displayDuration } from "#model/duration.ts";
import { quantile } from "#model/latency.ts";
import { failuresOf, looksOf, uptimeOf } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";

/** Uptime with as many digits as matter: `100 %`, `99.93 %`, never rounded up to all. */
export function displayUptime(share: number): string {
  if (share === 1) return "100 %";
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}

/** What it comes to, in one line: `99.93 % up · p50 86 ms · p95 240 ms · 3 of 1,440 looks failed`. */
export function displayTally(tally: Tally): string {
  const [share, looks, failures] = [uptimeOf(tally), looksOf(tally), failuresOf(tally)];
  if (looks === 0 && share === null) return "nobody looked";
  const times = ([0.5, 0.95] as const).flatMap((part) => {
    const took = quantile(tally.latency, part);
    return took === null ? [] : [`p${part * 100} ${displayDuration(took)}`];
  });
  const failed =
    failures === 0
      ? "no look failed"
      : `${failures.toLocaleString("en-US")} of ${looks.toLocaleString("en-US")} looks failed`;
  return [...(share === null ? [] : [`${displayUptime(share)} up`]), ...times, failed].join(" · ");
}
