import type { z } from "zod";

/** What one look at an endpoint saw; `unknown` when it could not be told. */
export interface Observation {
  readonly state: "up" | "down" | "unknown";
  /** One sentence with the facts. */
  readonly text: string;
  readonly milliseconds: number;
}

export interface ProbeWorld {
  readonly fetch: typeof fetch;
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** A way to look at an endpoint; the file name is the kind. One attempt, no retry. */
export interface ProbeKind<Settings = unknown> {
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  look(settings: Settings, world: ProbeWorld): Promise<Observation>;
}

export function defineProbe<Settings>(probe: ProbeKind<Settings>): ProbeKind<Settings> {
  return probe;
}
