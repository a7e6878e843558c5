import { readdir } from "node:fs/promises";
import { basename, join, relative } from "node:path";

import { ConfigError } from "#errors.ts";

/** The ids of the runbooks in a folder, and what is wrong with the names of other YAML files there. */
export async function runbookFiles(
  folder: string,
): Promise<{ readonly ids: readonly string[]; readonly misnamed: readonly string[] }> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    const problem = `The folder of runbooks ${folder} cannot be read; mend runbooks: in the configuration.`;
    throw new ConfigError(problem, { cause });
  });
  const names = entries
    .filter((entry) => !entry.isDirectory() && /^[^_.].*\.ya?ml$/i.test(entry.name))
    .map(({ name }) => name)
    .sort();
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

/** How the file of a runbook must be named: lower case words joined by `-`. */
function properName(name: string): string {
  const words = name.replace(/\.ya?ml$/i, "").toLowerCase();
  const id = words.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  return `${id || "my-runbook"}.yml`;
}
