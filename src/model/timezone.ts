import { z } from "zod";

import type { UsageError } from "#errors.ts";
import { readTimezone } from "#model/window.ts";

/** A timezone as people write it, read as the tz database's own name. */
export const timezone = z.string().transform((zone, context) => {
  try {
    return readTimezone(zone);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as UsageError).message });
    return z.NEVER;
  }
});
