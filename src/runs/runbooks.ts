import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { ConfigError } from "#errors.ts";
import { suggestion } from "#nearest.ts";
import { runbookSchema } from "#runbook.ts";
import type { Runbook, RunbookStep } from "#runbook.ts";
import { orderProblems } from "#runs/step-order.ts";
import { loadStepKinds } from "#runs/shelves.ts";
import { shelfIds } from "#shelf.ts";
import type { StepKind } from "#step.ts";
import { issueText, readYaml } from "#yaml-file.ts";

const runbooksFolder = fileURLToPath(new URL("../runbooks", import.meta.url));

/**
 * Loads every runbook of the shelf and of a team's own folder by id; a ConfigError holds every problem of all of them
 * with file (seen from the working folder), line and column.
 */
export async function loadRunbooks(
  own: string | null = null,
  shelf = runbooksFolder,
): Promise<ReadonlyMap<string, Runbook>> {
  const kinds = await loadStepKinds();
  const runbooks = new Map<string, Runbook>();
  const problems: string[] = [];
  for (const folder of own === null ? [shelf] : [shelf, own]) {
    for (const id of await idsIn(folder)) {
      const path = join(folder, `${id}.yml`);
      const file = relative("", path);
      const bytes = await readFile(path);
      try {
        if (runbooks.has(id)) throw new ConfigError(taken(file, id));
        runbooks.set(id, readRunbook(id, file, bytes, kinds));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems.push(...error.problems);
      }
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return runbooks;
}

function taken(file: string, id: string): string {
  return `${file}:1:1: there is a runbook ${id} already; give this file another name.`;
}

async function idsIn(folder: string): Promise<string[]> {
  try {
    return await shelfIds(folder, ".yml");
  } catch (cause) {
    const problem = `The folder of runbooks ${folder} cannot be read; mend runbooks: in the configuration.`;
    throw new ConfigError(problem, { cause });
  }
}

/** Reads one runbook against the schema and each step's settings against its kind. */
function readRunbook(
  id: string,
  file: string,
  bytes: Uint8Array,
  kinds: ReadonlyMap<string, StepKind>,
): Runbook {
  const text = new TextDecoder().decode(bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...readYaml({ file, text }, schemaFor(kinds)), id, sha256, text };
}

type Context = z.core.$RefinementCtx<z.infer<typeof runbookSchema>>;

function schemaFor(kinds: ReadonlyMap<string, StepKind>) {
  return runbookSchema.superRefine(({ steps }, context) => {
    const seen = new Set<string>();
    for (const [index, step] of steps.entries()) {
      const path = ["steps", index];
      if (seen.has(step.id)) {
        const message = `a step before is called "${step.id}" too; give each its own id`;
        context.addIssue({ code: "custom", path: [...path, "id"], message });
      }
      seen.add(step.id);
      const kind = kinds.get(step.kind);
      if (kind) checkSettings(kind, step, path, context);
      else {
        const message = `"${step.kind}" is not a kind of step.${suggestion(step.kind, [...kinds.keys()])}`;
        context.addIssue({ code: "custom", path: [...path, "kind"], message });
      }
    }
    if (!steps.every(({ kind }) => kinds.has(kind))) return;
    for (const { path, message } of orderProblems(steps)) {
      context.addIssue({ code: "custom", path: ["steps", ...path], message });
    }
  });
}

function checkSettings(
  kind: StepKind,
  step: RunbookStep,
  path: readonly (string | number)[],
  context: Context,
): void {
  const { id: _id, title: _title, kind: name, ...settings } = step;
  const result = kind.settings.safeParse(settings);
  for (const issue of result.error?.issues ?? []) {
    const at = [...path, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      const known = keysOf(kind.settings, settings);
      for (const key of issue.keys) {
        const message = `${name} knows no "${key}".${suggestion(key, known)}`;
        context.addIssue({ code: "custom", path: [...at, key], message });
      }
    } else {
      const value = issue.path.reduce<unknown>(
        (within, key) => (within as Record<PropertyKey, unknown> | undefined)?.[key],
        settings,
      );
      context.addIssue({ code: "custom", path: at, message: issueText(issue, value) });
    }
  }
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
