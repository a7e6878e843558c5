import type { z } from "zod";

import type { Parts } from "#sandbox/parts.ts";

/** The JSON of a successful answer, without its `ok`. */
export type Reply = Readonly<Record<string, unknown>>;

/** One method of the Web API. */
export interface Method<Arguments = unknown> {
  /** Scopes of which the app needs one; none for methods that need no scope. */
  readonly scopes: readonly string[];
  readonly token: "bot" | "app" | "none";
  readonly arguments: z.ZodType<Arguments>;
  run(call: Arguments, parts: Parts): Reply | Promise<Reply>;
}

export function method<Arguments>(
  scopes: readonly string[],
  schema: z.ZodType<Arguments>,
  run: (call: Arguments, parts: Parts) => Reply | Promise<Reply>,
  token: Method["token"] = "bot",
): Method {
  return { scopes, token, arguments: schema, run: (call, parts) => run(call as Arguments, parts) };
}
