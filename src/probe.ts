import type { z } from "zod";

import type { HttpAnswer, HttpFault, HttpRequest } from "#model/http-answer.ts";
import type { Observation } from "#model/observation.ts";

export type { HttpAnswer, HttpFault, HttpRequest } from "#model/http-answer.ts";
export type { Observation } from "#model/observation.ts";

/** How records of a dataset have come in, as the program's exports or our own counts have it. */
export interface Arrivals {
  /** ISO 8601; null where none has ever come. One of the future has a wrong date. */
  readonly newestAt: string | null;
  /** The newest that is not of the future. */
  readonly heardAt: string | null;
  /** Records of the last 24 hours. */
  readonly recent: number;
  /** What the same hours of the week usually bring since the newest record; null before there is enough history. */
  readonly expectedSince: number | null;
}

/** A page that is kept over restarts, for one endpoint. */
export interface Notebook {
  /** What was last written, null before that. */
  read(): Promise<unknown>;
  /** Writes what takes its place; rejects where another process has written since it was read. */
  write(page: unknown): Promise<void>;
}

/** The world a probe may touch; it makes one attempt and never retries. */
export interface ProbeWorld {
  /** Makes one request, obeying the endpoint's timeout, its credential's quota and the guard of addresses. */
  readonly request: (request: HttpRequest) => Promise<HttpAnswer | HttpFault>;
  /** Asks a name server: records of one type, in order; rejects with the server's word (`ENOTFOUND`, `SERVFAIL`). */
  readonly resolve: (
    name: string,
    type: "A" | "AAAA" | "CNAME" | "MX" | "NS" | "TXT",
    server: string | null,
  ) => Promise<readonly string[]>;
  /** How records of a dataset of the endpoint's source have come in. */
  readonly arrivals: (
    dataset: string,
    scope: Readonly<Record<string, string>>,
  ) => Promise<Arrivals>;
  /** ISO 8601 of the last call that a heartbeat's sender made, null before the first. */
  readonly lastBeat: () => Promise<string | null>;
  /** What the endpoint's looks remember from one to the next; null where nothing is kept. */
  readonly notebook: Notebook | null;
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  /** The time it is, ISO 8601 in UTC. */
  readonly now: () => string;
  readonly signal: AbortSignal;
}

/** A way to look at an endpoint; the file name is the kind. One attempt, no retry. */
export interface ProbeKind<Settings = unknown> {
  readonly title: string;
  /** What an endpoint of this kind may set beside interval, timeout and the like; strict. */
  readonly settings: z.ZodType<Settings>;
  /** Requests that one look takes of its credential's quota; of a kind that does not ask each time, by how often it looks. */
  requests(settings: Settings, interval?: number): number;
  /** The host it asks, null where it asks none: endpoints of one host fail together. */
  host(settings: Settings): string | null;
  /** Whether a look reads an export of the endpoint's source, which may take minutes; by default none does. */
  readsExports?(settings: Settings): boolean;
  look(settings: Settings, world: ProbeWorld): Promise<Observation>;
}

export function defineProbe<Settings>(probe: ProbeKind<Settings>): ProbeKind<Settings> {
  return probe;
}

/** Whether a request brought nothing. */
export function isFault(answer: HttpAnswer | HttpFault): answer is HttpFault {
  return "phase" in answer;
}
