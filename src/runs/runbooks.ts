import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import type { Config } from "#config.ts";
import { ConfigError } from "#errors.ts";
import type { Role } from "#model/roles.ts";
import { suggestion } from "#nearest.ts";
import { runbookSchema } from "#runbook.ts";
import type { Runbook } from "#runbook.ts";
import { runbookFiles } from "#runs/runbook-files.ts";
import { loadStepKinds } from "#runs/shelves.ts";
import { stepFlaws } from "#runs/step-flaws.ts";
import { placeOf, readYaml } from "#yaml-file.ts";
import type { Flaw } from "#yaml-file.ts";

const runbooksFolder = fileURLToPath(new URL("../runbooks", import.meta.url));

/** What of a configuration concerns runbooks. */
export interface RunbookSettings extends Pick<Config, "file" | "runbooks"> {
  readonly roles: ReadonlyMap<string, Pick<Role, "runbooks">>;
}

/**
 * Loads every runbook of the shelf and of a team's own folder by id; a ConfigError holds every problem of all of them
 * with file (seen from the working folder), line and column.
 */
export async function loadRunbooks(
  config: RunbookSettings | null = null,
  shelf = runbooksFolder,
): Promise<ReadonlyMap<string, Runbook>> {
  const { runbooks, problems } = await readRunbooks(config, shelf);
  if (problems.length > 0) throw new ConfigError(problems);
  return runbooks;
}

/** Reads the same, those that are in order beside what is wrong with the others. */
export async function readRunbooks(
  config: RunbookSettings | null,
  shelf = runbooksFolder,
): Promise<{ readonly runbooks: ReadonlyMap<string, Runbook>; readonly problems: string[] }> {
  const kinds = await loadStepKinds();
  const roles = [...(config?.roles.keys() ?? [])];
  const judge: Judge = (written) => stepFlaws(written, { kinds, roles, config: config?.file });
  const own = config?.runbooks ?? null;
  const named: string[] = [];
  const runbooks = new Map<string, Runbook>();
  const problems: string[] = [];
  for (const folder of own === null ? [shelf] : [shelf, own]) {
    const { ids, misnamed } = await runbookFiles(folder).catch((error: unknown) => {
      if (!(error instanceof ConfigError)) throw error;
      return { ids: [], misnamed: error.problems };
    });
    problems.push(...misnamed);
    for (const id of ids) {
      named.push(id);
      const path = join(folder, `${id}.yml`);
      const file = relative("", path);
      try {
        const bytes = await readFile(path).catch((cause: unknown) => {
          throw new ConfigError(unreadable(file), { cause });
        });
        if (runbooks.has(id)) throw new ConfigError(taken(file, id));
        runbooks.set(id, readRunbook(id, file, bytes, judge));
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        problems.push(...error.problems);
      }
    }
  }
  if (config) problems.push(...(await unknownRunbooks(config, named)));
  return { runbooks, problems };
}

function taken(file: string, id: string): string {
  return `${file}:1:1: there is a runbook ${id} already; give this file another name.`;
}

function unreadable(file: string): string {
  return `${file}:1:1: it cannot be read; let this program read it, or take it out of the folder.`;
}

type Judge = (written: unknown) => Flaw[];

/** Reads one runbook against the schema and each step against its kind and its place. */
function readRunbook(id: string, file: string, bytes: Uint8Array, judge: Judge): Runbook {
  const text = new TextDecoder().decode(bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...readYaml({ file, text }, runbookSchema, judge), id, sha256, text };
}

/** What is wrong with the runbooks that the configuration's roles name. */
async function unknownRunbooks(
  { file, roles }: RunbookSettings,
  known: readonly string[],
): Promise<string[]> {
  const unknown = [...roles].flatMap(([role, { runbooks }]) =>
    runbooks.flatMap((id, index) => (known.includes(id) ? [] : [{ role, id, index }])),
  );
  if (unknown.length === 0) return [];
  const written = { file: relative("", file), text: await readFile(file, "utf8") };
  return unknown.map(({ role, id, index }) => {
    const place = placeOf(written, ["roles", role, "runbooks", index]);
    return `${place}: roles.${role}.runbooks: there is no runbook "${id}".${suggestion(id, known)}`;
  });
}
