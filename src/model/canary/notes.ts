import { z } from "zod";

import { verdicts } from "#model/canary/verdicts.ts";

const judged = { verdict: z.enum(verdicts), reason: z.string() };

/** A canary that is on its way. */
const flight = z.strictObject({
  order: z.string(),
  click: z.string(),
  /** When it was converted; the request may have been broken off. */
  convertedAt: z.string(),
  /** How often it was looked for. */
  reads: z.int(),
  /** What is known already of one that is looked for still. */
  known: z.strictObject(judged).nullable(),
});

/** What is remembered of an endpoint's canaries from look to look; instants are ISO 8601 in UTC. */
const notes = z.strictObject({
  flight: flight.nullable(),
  last: z
    .strictObject({
      ...judged,
      order: z.string().nullable(),
      at: z.string(),
      /** From the conversion until it was found. */
      milliseconds: z.number(),
      /** How often in a row nothing was made of it. */
      tries: z.int(),
    })
    .nullable(),
  /** Conversions of the last month. */
  made: z.array(z.string()),
  /** One that could not be taken back: no other is sent before it is. */
  left: flight.extend({ at: z.string() }).nullable(),
});

export type CanaryFlight = z.infer<typeof flight>;
export type CanaryNotes = z.infer<typeof notes>;

const none: CanaryNotes = { flight: null, last: null, made: [], left: null };

/** Notes as they were kept; none of what was never written. */
export function canaryNotes(kept: unknown): CanaryNotes {
  return kept === null || kept === undefined ? none : notes.parse(kept);
}
