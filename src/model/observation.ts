/** What one look at an endpoint comes to; `throttled` is our own quota. */
export const conditions = [
  "up",
  "platform_down",
  "credential",
  "permission",
  "wrong_endpoint",
  "throttled",
  "application_error",
  "stale",
  "unknown",
] as const;
export type Condition = (typeof conditions)[number];

/** True of a look that says nothing of its endpoint: our own quota, or what we ourselves could not do. */
export function isBlind(condition: Condition): boolean {
  return condition === "unknown" || condition === "throttled";
}

/** Milliseconds of each phase of a request, null where it did not come to it. */
export interface Phases {
  readonly dns: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  readonly firstByte: number | null;
  readonly body: number | null;
}

/** Of a request that was never made. */
export const noPhases: Phases = {
  dns: null,
  connect: null,
  tls: null,
  firstByte: null,
  body: null,
};

/** What an assertion said of an answer. */
export interface AssertionResult {
  /** As the configuration has it: `status is 200`. */
  readonly assertion: string;
  readonly holds: boolean;
  /** One clause with what was found; masked where it may be secret. */
  readonly found: string;
}

/** What one look at an endpoint saw. */
export interface Observation {
  readonly condition: Condition;
  /** One sentence with the facts; no secret in it. */
  readonly text: string;
  /** Milliseconds from the first packet to the last. */
  readonly milliseconds: number;
  readonly phases?: Phases;
  /** HTTP status of the last answer. */
  readonly status?: number | null;
  readonly assertions?: readonly AssertionResult[];
  /** Days until the first certificate of the chain ends. */
  readonly certificateDays?: number | null;
  /** Further facts to be shown beside it: each hop, an address, an age. */
  readonly facts?: readonly (readonly [string, string])[];
}
