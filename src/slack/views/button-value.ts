import type { z } from "zod";

import { UsageError } from "#errors.ts";

/** What a button carries, as it was put there; a click can be made up, and then is refused. */
export function readButton<Value>(schema: z.ZodType<Value>, carried: unknown): Value {
  const read = schema.safeParse(carried);
  if (read.success) return read.data;
  throw new UsageError("This button was not made by this bot; use the newest message of the run.");
}

/** A button's value where it is JSON, else null. */
export function parsedJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return null;
  }
}
