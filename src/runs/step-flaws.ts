import { basename } from "node:path";

import { z } from "zod";

import { suggestion } from "#nearest.ts";
import type { RunbookStep } from "#runbook.ts";
import { orderProblems } from "#runs/step-order.ts";
import type { StepKind } from "#step.ts";
import type { Flaw } from "#yaml-file.ts";
import { issueText, valueAt } from "#yaml-issue.ts";

/** What a step may name: the kinds on the shelf, and the roles of the configuration that lies in a file. */
interface Known {
  readonly kinds: ReadonlyMap<string, StepKind>;
  readonly roles: readonly string[];
  readonly config: string | undefined;
}

/** A step as somebody wrote it; the schema of runbooks tells what it lacks. */
type Written = Readonly<Record<string, unknown>>;

/** What is wrong with the steps of a runbook, each judged by itself, whatever the rest of the file is like. */
export function stepFlaws(written: unknown, known: Known): Flaw[] {
  const steps = valueAt(written, ["steps"]);
  if (!Array.isArray(steps)) return [];
  const seen = new Set<unknown>();
  const flaws = steps.flatMap((step: unknown, index) => {
    if (!isWritten(step)) return [];
    const { id } = step;
    const own = [...(seen.has(id) ? [twice(id)] : []), ...flawsOf(step, known)];
    if (id !== undefined) seen.add(id);
    return own.map(({ path, message }) => ({ path: ["steps", index, ...path], message }));
  });
  const isKnown = (step: unknown): step is RunbookStep =>
    isWritten(step) && known.kinds.has(String(step["kind"]));
  if (!steps.every(isKnown)) return flaws;
  const misplaced = orderProblems(steps);
  return [
    ...flaws,
    ...misplaced.map(({ path, message }) => ({ path: ["steps", ...path], message })),
  ];
}

function isWritten(step: unknown): step is Written {
  return typeof step === "object" && step !== null && !Array.isArray(step);
}

function twice(id: unknown): Flaw {
  return {
    path: ["id"],
    message: `a step before is called "${String(id)}" too; give each its own id`,
  };
}

function flawsOf(step: Written, { kinds, roles, config }: Known): Flaw[] {
  const { kind: name, role } = step;
  if (typeof name !== "string") return [];
  const kind = kinds.get(name);
  if (!kind) {
    const message = `"${name}" is not a kind of step.${suggestion(name, [...kinds.keys()])}`;
    return [{ path: ["kind"], message }];
  }
  const flaws = settingFlaws(kind, name, step);
  // Without any roles everybody may, whatever a step asks for; with some, a misspelt one would be nobody's.
  if (typeof role === "string" && roles.length > 0 && !roles.includes(role)) {
    const message = `no role is called "${role}" in ${basename(config ?? "the configuration")}.${suggestion(role, roles)}`;
    flaws.push({ path: ["role"], message });
  }
  return flaws;
}

function settingFlaws(kind: StepKind, name: string, step: Written): Flaw[] {
  const { id: _id, title: _title, kind: _kind, ...settings } = step;
  const result = kind.settings.safeParse(settings);
  return (result.error?.issues ?? []).flatMap((issue) => {
    const path = issue.path.filter((key) => typeof key !== "symbol");
    if (issue.code !== "unrecognized_keys") {
      return [{ path, message: issueText(issue, valueAt(settings, path)) }];
    }
    const known = keysOf(kind.settings, settings);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `${name} knows no "${key}".${suggestion(key, known)}`,
    }));
  });
}

/** The keys a kind knows; of one that takes different settings, those that the step's own words pick. */
function keysOf(schema: z.ZodType, settings: Readonly<Record<string, unknown>>): string[] {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const picked = (schema.options as z.ZodObject[]).find(
      ({ shape }) => (shape[discriminator] as z.ZodType).safeParse(settings[discriminator]).success,
    );
    return Object.keys(picked?.shape ?? {});
  }
  return Object.keys((schema as z.ZodObject).shape ?? {});
}
