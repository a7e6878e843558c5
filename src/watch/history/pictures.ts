import { latencyChart } from "#charts/latency-chart.ts";
import { renderPng } from "#charts/png.ts";
import { uptimeChart } from "#charts/uptime-chart.ts";
import type { WatchedSpan } from "#charts/watched-span.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { spans } from "#model/history.ts";
import { stepsOf } from "#watch/history/read.ts";
import type { HistoryParts } from "#watch/history/read.ts";
import type { Window } from "#watch/history/windows.ts";

export interface PictureParts extends HistoryParts {
  readonly timezone: string;
}

type Shown = Pick<Endpoint, "id" | "interval">;

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440].map((count) => count * spans.minute);
/** Steps of one picture, so that each can be seen. */
const mostSteps = 144;

/** How long looks at an endpoint took and how it stood, as PNG. */
export async function latencyPicture(
  endpoint: Shown,
  window: Window,
  parts: PictureParts,
): Promise<Uint8Array> {
  return renderPng(latencyChart(await watchedSpan(endpoint, window, parts), parts.timezone));
}

/** How endpoints stood over the same window, the worst first, as PNG. */
export async function uptimePicture(
  endpoints: readonly Shown[],
  window: Window,
  parts: PictureParts & { readonly title: string },
): Promise<Uint8Array> {
  const watched: WatchedSpan[] = [];
  for (const endpoint of endpoints) watched.push(await watchedSpan(endpoint, window, parts));
  return renderPng(uptimeChart(watched, parts));
}

/** The window of an incident's picture: as much before and after it as shows what is usual. */
export function aroundIncident(began: number, ended: number): Window {
  const beside = Math.max(10 * spans.minute, (ended - began) / 2);
  return { from: began - beside, to: ended + beside };
}

/** What looks came to in steps that are neither too many to see nor shorter than what lies between two looks. */
async function watchedSpan(
  { id, interval }: Shown,
  { from, to }: Window,
  parts: HistoryParts,
): Promise<WatchedSpan> {
  const least = Math.max(interval, (to - from) / mostSteps);
  const step = steps.find((one) => one >= least) ?? spans.day;
  return { endpoint: id, from, to, step, steps: await stepsOf(id, { from, to, step }, parts) };
}
