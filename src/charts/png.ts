import { Worker } from "node:worker_threads";

import type { TopLevelSpec } from "vega-lite";

import type { Drawing, Drawn } from "#charts/png-worker.ts";

interface Waiting {
  readonly resolve: (png: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The drawing thread: started by the first picture, kept for the next, alive only while it draws. */
let thread: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/** Draws a Vega-Lite specification as PNG at two pixels per unit, off the event loop; rejects if it cannot be drawn. */
export function renderPng(spec: TopLevelSpec): Promise<Uint8Array> {
  thread ??= startThread();
  const worker = thread;
  const drawing: Drawing = { id: ++lastId, spec };
  return new Promise((resolve, reject) => {
    worker.postMessage(drawing);
    waiting.set(drawing.id, { resolve, reject });
    worker.ref();
  });
}

/** Starts the drawing thread ahead of the first picture: what it needs takes longer to load than to draw. */
export function warmDrawing(): void {
  thread ??= startThread();
}

function startThread(): Worker {
  const worker = new Worker(new URL("png-worker.ts", import.meta.url), { execArgv: [] });
  // A process that ends while a thread loads native code is torn down by a signal: it stays until all is loaded.
  worker.on("message", (drawn: Drawn | "ready") => {
    if (drawn === "ready") {
      if (waiting.size === 0) worker.unref();
      return;
    }
    const picture = waiting.get(drawn.id);
    waiting.delete(drawn.id);
    if (waiting.size === 0) worker.unref();
    if ("png" in drawn) picture?.resolve(drawn.png);
    else picture?.reject(new Error(`The chart could not be drawn: ${drawn.error}`));
  });
  worker.on("error", (error) => abandon(worker, `The drawing thread failed: ${error.message}`));
  worker.on("exit", (code) => abandon(worker, `The drawing thread ended with status ${code}.`));
  return worker;
}

function abandon(worker: Worker, message: string): void {
  if (thread !== worker) return;
  thread = undefined;
  for (const { reject } of waiting.values()) reject(new Error(message));
  waiting.clear();
}
