/** Something that is probed: data of the configuration, the kind's own settings beside what every endpoint has. */
export interface Endpoint {
  readonly id: string;
  /** A word of the probes shelf. */
  readonly kind: string;
  readonly settings: unknown;
  /** Milliseconds between looks, and those that one may take. */
  readonly interval: number;
  readonly timeout: number;
  /** What it matters to. */
  readonly source: string | null;
  readonly program: string | null;
  readonly dataset: string | null;
  /** Whose platform it is: endpoints of one provider fail together. */
  readonly provider: string | null;
  /** The host it asks; null where it asks none. */
  readonly host: string | null;
  /** Endpoints without which it cannot be up. */
  readonly dependsOn: readonly string[];
  /** Share of the time, in percent, that it is to be up. */
  readonly objective: number;
  /** Share of what it loses while it is down that comes again by itself, later. */
  readonly retried: number;
  /** Slack channel id of its incidents. */
  readonly channel: string | null;
  readonly owner: string | null;
  /** When it may be down without a word. */
  readonly maintenance: readonly Maintenance[];
  /** The credential whose quota its looks take from; null for none. */
  readonly credential: string | null;
  /** Requests that one look takes of it. */
  readonly requests: number;
}

/** A time of maintenance: by an RRULE of RFC 5545 or a cron expression, on the wall clock of a zone. */
export interface Maintenance {
  readonly rule: string;
  readonly timezone: string;
  /** Milliseconds it lasts. */
  readonly duration: number;
  readonly reason: string;
}
