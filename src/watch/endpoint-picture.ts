import type { Kysely } from "kysely";

import { latencyChart } from "#charts/latency-chart.ts";
import { renderPng } from "#charts/png.ts";
import { uptimeChart } from "#charts/uptime-chart.ts";
import type { WatchedSpan } from "#charts/watched-span.ts";
import { spans, usualHistory } from "#model/history.ts";
import type { Keep } from "#model/history.ts";
import type { Database } from "#store/schema.ts";
import { stepsOf } from "#watch/history/read.ts";
import type { Window } from "#watch/history/windows.ts";

/** Steps that can be told apart in a picture, and how long one may be. */
const mostSteps = 300;
const stepMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440];

export interface PictureParts {
  readonly db: Kysely<Database>;
  readonly keep?: Keep | undefined;
  readonly timezone: string;
  readonly now: number;
}

/** What is drawn, and how many milliseconds lie between two looks, where that is known. */
export interface Drawn {
  readonly id: string;
  readonly interval?: number | undefined;
}

/** Draws how an endpoint's looks went over a stretch of time, milliseconds of UTC; null where nothing is known of it. */
export async function endpointPicture(
  endpoint: Drawn,
  window: Window,
  parts: PictureParts,
): Promise<Uint8Array | null> {
  const span = await watchedSpan(endpoint, window, parts);
  return span.steps.length === 0 ? null : renderPng(latencyChart(span, parts.timezone));
}

/** Draws how endpoints stood over the same stretch of time, the worst first; null where nothing is known of any. */
export async function uptimePicture(
  endpoints: readonly Drawn[],
  window: Window,
  parts: PictureParts & { readonly title: string },
): Promise<Uint8Array | null> {
  const watched: WatchedSpan[] = [];
  for (const endpoint of endpoints) watched.push(await watchedSpan(endpoint, window, parts));
  if (watched.every(({ steps }) => steps.length === 0)) return null;
  return renderPng(uptimeChart(watched, parts));
}

/** In steps that are neither too many to see nor shorter than what lies between two looks: a line would have holes. */
async function watchedSpan(
  { id, interval = 0 }: Drawn,
  { from, to }: Window,
  { db, keep = usualHistory.keep, now }: PictureParts,
): Promise<WatchedSpan> {
  const least = Math.max(interval, (to - from) / mostSteps) / spans.minute;
  const step = (stepMinutes.find((one) => one >= least) ?? 1440) * spans.minute;
  const steps = await stepsOf(id, { from, to, step }, { db, keep, now });
  return { endpoint: id, from, to, step, steps };
}
