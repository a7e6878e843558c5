import type { Kysely } from "kysely";

import { latencyChart } from "#charts/latency-chart.ts";
import { renderPng } from "#charts/png.ts";
import { spans, usualHistory } from "#model/history.ts";
import type { Keep } from "#model/history.ts";
import type { Database } from "#store/schema.ts";
import { stepsOf } from "#watch/history/read.ts";

/** Bars and dots of one picture, at the most. */
const mostSteps = 300;

export interface PictureParts {
  readonly db: Kysely<Database>;
  readonly keep?: Keep | undefined;
  readonly timezone: string;
  readonly now: number;
}

/** Draws how an endpoint's looks went over a stretch of time, milliseconds of UTC; null where nothing is known of it. */
export async function endpointPicture(
  endpoint: string,
  { from, to }: { readonly from: number; readonly to: number },
  { db, keep = usualHistory.keep, timezone, now }: PictureParts,
): Promise<Uint8Array | null> {
  const minutes = Math.max(1, Math.ceil((to - from) / spans.minute / mostSteps));
  const step = minutes * spans.minute;
  const steps = await stepsOf(endpoint, { from, to, step }, { db, keep, now });
  if (steps.length === 0) return null;
  return renderPng(latencyChart({ endpoint, from, to, step, steps }, timezone));
}
