import type { Generated } from "kysely";

import type { Span } from "#model/history.ts";
import type { IncidentEvent, Shared } from "#model/incident.ts";
import type { Observation } from "#model/observation.ts";
import type { ProgramReading } from "#model/program-loss.ts";
import type { Instant, Json } from "#store/columns.ts";
import type { EndpointState, Transition } from "#model/endpoint-state.ts";

/** Which process looks at a share of the endpoints; what an older token writes is not taken. */
export interface WatchLeaseTable {
  /** From 0. */
  shard: number;
  /** Names one process. */
  holder: string;
  /** Grows with every change of holder. */
  token: number;
  until: Instant;
}

/** Processes that watch, each with the instant at which it was last heard of. */
export interface WatcherTable {
  holder: string;
  seen_at: Instant;
}

/** What is known of an endpoint. */
export interface EndpointTable {
  /** As the configuration names it. */
  id: string;
  /** What the next look is judged by. */
  state: Json<EndpointState>;
  /** The last look, and the instant it began. */
  observation: Json<Observation> | null;
  looked_at: Instant | null;
  /** When somebody last wanted it looked at at once. */
  look_asked_at: Instant | null;
  /** Slack user id of who paused it; null while it is looked at. */
  paused_by: string | null;
  paused_at: Instant | null;
  /** Of a heartbeat, the last call. */
  beat_at: Instant | null;
}

/** Changes of endpoints that people are to hear of, until an incident has taken them up. */
export interface EndpointTransitionTable {
  id: Generated<number>;
  endpoint: string;
  at: Instant;
  transition: Json<Transition>;
  /** The look that made it. */
  observation: Json<Observation>;
  /** Null while it is to be taken up. */
  handled_at: Instant | null;
  /** Not to be taken up before: maintenance ends then. */
  due_at: Instant | null;
}

/** Confirmed bad states; what happened to each is in its events. */
export interface IncidentTable {
  /** ULID. */
  id: string;
  shared: Json<Shared>;
  /** Slack channel id; null where nobody reads of it. */
  channel: string | null;
  opened_at: Instant;
  /** Null while it goes on. */
  ended_at: Instant | null;
  /** When people are to hear of what happened since; null when they have heard of all. */
  tell_at: Instant | null;
  told_at: Instant | null;
  /** When something happens by itself: a reminder, the end of a snooze. */
  due_at: Instant | null;
}

/** Never changed. */
export interface IncidentEventTable {
  incident_id: string;
  /** From 0 within the incident. */
  sequence: number;
  event: Json<IncidentEvent>;
}

/** What looks at an endpoint remember from one to the next. */
export interface EndpointNotebookTable {
  endpoint: string;
  /** Grows with every write: who has not read the last one does not write the next. */
  version: number;
  page: Json<unknown>;
}

/** How conversions came in before the outage of an incident, as a source exported them. */
export interface LossReadingTable {
  incident_id: string;
  source: string;
  read_at: Instant;
  reading: Json<readonly ProgramReading[]>;
}

/** Maintenance that somebody declared, beside that of the configuration. */
export interface MaintenanceTable {
  id: Generated<number>;
  endpoint: string;
  from_at: Instant;
  to_at: Instant;
  reason: string;
  /** Slack user id. */
  declared_by: string;
}

/** What looks of one minute came to, as one process saw them between two writes, until they are put on the pages of history. */
export interface EndpointMinuteTable {
  /** Its beginning. */
  at: Instant;
  /** Which share of the endpoints. */
  share: number;
  /** Names the process, and what it wrote: written again, it is there already. */
  writer: string;
  sequence: number;
  /** Their names, a line each, and a tally of each in the same order, as `watch/history/sheet.ts` writes them. */
  endpoints: string;
  tallies: Uint8Array;
}

/** What looks came to, each minute, hour or day on a page with others. */
export interface EndpointHistoryTable {
  endpoint: string;
  /** How long each tally on the page is of. */
  span: Span;
  /** When the page begins, in UTC: minutes are kept by the hour, hours by the day, days by the month. */
  at: Instant;
  /** As `watch/history/pages.ts` writes it. */
  page: Uint8Array;
}

/** Requests taken of a credential's quota within one slot of time, by all processes and for all purposes. */
export interface QuotaUseTable {
  credential: string;
  slot: Instant;
  taken: number;
}

/** Credentials whose platform wants no request for a while. */
export interface QuotaRestTable {
  credential: string;
  until: Instant;
}
