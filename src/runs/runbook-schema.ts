import { z } from "zod";

import { runbookSchema } from "#runbook.ts";
import type { StepKind } from "#step.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The JSON Schema of runbook files for editors: every kind of step on the shelf with its own settings. */
export function runbookJsonSchema(kinds: ReadonlyMap<string, StepKind>): JsonSchema {
  const schema = z.toJSONSchema(runbookSchema, { io: "input" });
  const { steps, ...rest } = schema.properties ?? {};
  const items = { oneOf: [...kinds].map(([name, { settings }]) => stepSchema(name, settings)) };
  return { ...schema, properties: { ...rest, steps: { ...asObject(steps), items } } };
}

/** A step has what every step has beside what its kind asks for. */
function stepSchema(name: string, settings: z.ZodType): JsonSchema {
  const own = z.toJSONSchema(settings, { io: "input", unrepresentable: "any" });
  const { $schema: _, ...shape } = own;
  const text: JsonSchema = { type: "string", minLength: 1 };
  const common: Record<string, JsonSchema> = {
    id: text,
    title: { ...text, maxLength: 120 },
    kind: { const: name },
  };
  const members = shape.anyOf ?? shape.oneOf;
  if (members) return { oneOf: members.map((member) => joined(asObject(member), common)) };
  return joined(shape, common);
}

function joined(shape: JsonSchema, common: Record<string, JsonSchema>): JsonSchema {
  return {
    ...shape,
    properties: { ...common, ...asObject(shape.properties) },
    required: [...Object.keys(common), ...(shape.required ?? [])],
  };
}

function asObject<Value>(value: Value): Exclude<Value, boolean | undefined> {
  return (typeof value === "object" ? value : {}) as Exclude<Value, boolean | undefined>;
}
