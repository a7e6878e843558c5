import { z } from "zod";

/** What people call a thing of the configuration, and type as a word. */
export function nameOf(thing: string): z.ZodString {
  const error = `${thing} is named in lower case letters, digits, - and _`;
  return z.string().regex(/^[a-z][a-z0-9_-]*$/, error);
}
