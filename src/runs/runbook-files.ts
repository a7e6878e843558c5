import { readdir, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";

import { ConfigError } from "#errors.ts";

/** The ids of the runbooks in a folder, and what is wrong with the names of other YAML files there. */
export async function runbookFiles(
  folder: string,
): Promise<{ readonly ids: readonly string[]; readonly misnamed: readonly string[] }> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    const problem = `The folder of runbooks ${folder} cannot be read; mend runbooks: in the configuration.`;
    throw new ConfigError(problem, { cause });
  });
  const names: string[] = [];
  for (const name of entries.sort()) {
    if (/^[^_.].*\.ya?ml$/i.test(name) && (await isFile(join(folder, name)))) names.push(name);
  }
  const ids = names.filter((name) => properName(name) === name);
  return {
    ids: ids.map((name) => basename(name, ".yml")),
    misnamed: names
      .filter((name) => !ids.includes(name))
      .map((name) => {
        const file = relative("", join(folder, name));
        return `${file}:1:1: a runbook's file name is what people type; rename it to ${properName(name)}.`;
      }),
  };
}

/** Folders are none, and reading a pipe might never end; what cannot be looked at is told when it is read. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => true,
  );
}

/** How the file of a runbook must be named: lower case words joined by `-`. */
function properName(name: string): string {
  const words = name.replace(/\.ya?ml$/i, "").toLowerCase();
  const id = words.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return `${id || "my-runbook"}.yml`;
}
