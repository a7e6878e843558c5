import { JSONPathEnvironment } from "json-p3";
import type { JSONValue } from "json-p3";
import { z } from "zod";

import type { HttpAnswer } from "#model/http-answer.ts";

const environment = new JSONPathEnvironment({ maxRecursionDepth: 200 });
// They are regular expressions that backtrack; `matches` has those that do not.
for (const name of ["match", "search"]) environment.functionRegister.delete(name);

/** A path of RFC 9535 and the values at it. */
export interface JsonPath {
  readonly source: string;
  readonly valuesIn: (document: unknown) => readonly unknown[];
}

export const jsonPath = z.string().transform((source, context): JsonPath => {
  try {
    const query = environment.compile(source);
    return { source, valuesIn: (document) => query.query(document as JSONValue).values() };
  } catch (error) {
    const reason = (error as Error).message.replace(/ \('.*'?:\d+\)$/s, "");
    const message = `"${source}" is no JSON path like $.data[0].status: ${reason}`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
});

/** What an answer's body says as JSON, or why it says nothing. */
export type JsonBody = { readonly document: unknown } | { readonly reason: string };

const read = new WeakMap<HttpAnswer, JsonBody>();

/** An answer's body as JSON, read once however many ask. */
export function jsonOf(answer: HttpAnswer): JsonBody {
  const known = read.get(answer) ?? parsed(answer);
  read.set(answer, known);
  return known;
}

function parsed({ body, truncated }: HttpAnswer): JsonBody {
  if (truncated) {
    return {
      reason: `the body is longer than the ${body.length.toLocaleString("en-US")} bytes read`,
    };
  }
  if (body.length === 0) return { reason: "the body is empty" };
  try {
    return { document: JSON.parse(textOf(body)) as unknown };
  } catch {
    return { reason: "the body is no JSON" };
  }
}

/** A body as text of UTF-8. */
export function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}
