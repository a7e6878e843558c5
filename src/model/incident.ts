import type { Loss } from "#model/loss.ts";
import type { Condition, Phases } from "#model/observation.ts";

/** What endpoints that fail together have in common; `ourselves` is our own way to the world. */
export interface Shared {
  readonly by: "endpoint" | "dependency" | "provider" | "host" | "ourselves";
  /** The endpoint, the provider or the host; empty of ourselves. */
  readonly name: string;
  /** Only of ourselves: nothing of ours was asked, too many that have nothing to do with each other failed at once. */
  readonly isGuess?: boolean;
}

/** One outage of an endpoint within an incident, which may have several of one; instants are ISO 8601 in UTC. */
export interface Affected {
  readonly endpoint: string;
  /** Back-dated to the first look that failed. */
  readonly since: string;
  /** Null while it goes on. */
  readonly until: string | null;
  readonly condition: Condition;
  /** What the last look that told something said. */
  readonly text: string;
  readonly isFlapping: boolean;
}

/** What happened to an incident, in order; `by` and `to` are Slack user ids. Events of one kind and one `at` are one thing to say. */
export type IncidentEvent = { readonly at: string } & (
  | ({ readonly kind: "down"; readonly endpoint: string; readonly since: string } & Told)
  | ({ readonly kind: "changed"; readonly endpoint: string } & Told)
  | { readonly kind: "up"; readonly endpoint: string; readonly since: string }
  | ({ readonly kind: "flapping"; readonly endpoint: string; readonly since: string } & Told)
  /** It has stopped turning, up or down. */
  | {
      readonly kind: "steady";
      readonly endpoint: string;
      readonly since: string;
      readonly isUp: boolean;
    }
  /** The configuration has it no more. */
  | { readonly kind: "removed"; readonly endpoint: string }
  /** It has gone on for long, and nobody has taken it. */
  | { readonly kind: "still"; readonly since: string }
  /** Each quarter of an hour while endpoints flap, how often they turned in the last ten minutes. */
  | { readonly kind: "turning"; readonly endpoints: readonly string[]; readonly turns: number }
  | { readonly kind: "acknowledged"; readonly by: string }
  | { readonly kind: "assigned"; readonly by: string; readonly to: string }
  | { readonly kind: "snoozed"; readonly by: string; readonly until: string }
  /** A snooze or maintenance ended: by itself, or because it got worse; `reason` is a sentence. */
  | { readonly kind: "woken"; readonly reason: string }
  | ({
      readonly kind: "rechecked";
      readonly by: string;
      readonly endpoint: string;
      readonly phases?: Phases;
    } & Told)
  | {
      readonly kind: "maintenance";
      readonly by: string;
      readonly until: string;
      readonly reason: string;
    }
  | { readonly kind: "run"; readonly by: string; readonly run: string }
  | { readonly kind: "loss"; readonly loss: Loss }
  | { readonly kind: "ended" }
);

interface Told {
  readonly condition: Condition;
  readonly text: string;
}

/** The confirmed bad state of endpoints that fail together, as its events have left it. */
export interface Incident {
  /** ULID. */
  readonly id: string;
  readonly shared: Shared;
  /** Slack channel id; null where nobody reads of it. */
  readonly channel: string | null;
  /** The first failing look of all. */
  readonly beganAt: string;
  readonly openedAt: string;
  /** When the last endpoint was well again, back-dated; null while it goes on. */
  readonly endedAt: string | null;
  /** In the order in which they joined, each outage once: an endpoint that failed again is there again. */
  readonly affected: readonly Affected[];
  readonly acknowledged: { readonly by: string; readonly at: string } | null;
  readonly assignee: string | null;
  readonly snoozedUntil: string | null;
  readonly maintenance: { readonly until: string; readonly reason: string } | null;
  /** Ids of the runs started from it. */
  readonly runs: readonly string[];
  readonly loss: Loss | null;
  readonly events: readonly IncidentEvent[];
}
