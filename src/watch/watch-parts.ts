import type { Logger } from "pino";

import type { Observation } from "#model/observation.ts";
import type { Store } from "#store/store.ts";
import type { LookParts } from "#watch/look.ts";
import type { Watching } from "#watch-settings.ts";

/** Keeps what looks saw, in memory until it is told to write. */
export interface Recorder {
  record(endpoint: string, seen: { readonly at: number; readonly observation: Observation }): void;
  flush(): Promise<void>;
}

export interface WatchParts {
  readonly store: Store;
  readonly watching: Watching;
  readonly recorder: Recorder;
  readonly arrivals: LookParts["arrivals"];
  readonly log: Logger;
  /** Called after each commit in which there is something to be said of an endpoint. */
  readonly onTransition?: () => void;
  /** Hears how many milliseconds after it was due a look began. */
  readonly onLook?: (late: number) => void;
}

/** What a process that watches has come to. */
export interface WatchCounts {
  readonly endpoints: number;
  readonly looks: number;
  readonly overruns: number;
  /** Looks whose result was not taken, since another process had taken over. */
  readonly dropped: number;
  readonly waiting: number;
  readonly looking: number;
}
