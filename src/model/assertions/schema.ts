import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";

import type { Assertion } from "#model/assertions/assertion.ts";
import { jsonOf } from "#model/assertions/json-path.ts";

/** A JSON Schema (2020-12) that a body must satisfy; an unknown word in it is refused, not passed over. */
export const schemaRule = z.record(z.string(), z.unknown()).transform((schema, context) => {
  if (Object.keys(schema).length === 0) {
    context.addIssue({
      code: "custom",
      message: "an empty schema says nothing: write type or required",
    });
    return z.NEVER;
  }
  try {
    const ajv = new Ajv2020({
      strict: true,
      strictRequired: false,
      allowUnionTypes: true,
      logger: false,
    });
    return ajv.compile(schema);
  } catch (error) {
    const message = `it is no JSON Schema: ${(error as Error).message}`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }
});

export function schemaAssertion(isValid: z.infer<typeof schemaRule>): Assertion {
  return {
    text: "body is as its JSON Schema has it",
    subject: "schema",
    judge: (answer) => {
      const json = jsonOf(answer);
      if ("reason" in json) return { holds: false, found: json.reason };
      if (isValid(json.document)) return { holds: true, found: "it was" };
      const [error] = isValid.errors ?? [];
      const place = error?.instancePath || "the body";
      return { holds: false, found: `${place} ${error?.message ?? "is not valid"}` };
    },
  };
}
