import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import type { RunbookSettings } from "#runs/runbooks.ts";

const named = z.array(z.string()).catch([]);
const part = z
  .object({
    runbooks: z.string().min(1).nullable().catch(null),
    roles: z.record(z.string(), z.object({ runbooks: named }).catch({ runbooks: [] })).catch({}),
  })
  .catch({ runbooks: null, roles: {} });

/** What a configuration that was refused says of runbooks as far as it can be read, so that their problems are told beside its own; null where it is no YAML. */
export async function runbookSettingsOf(file: string): Promise<RunbookSettings | null> {
  const path = resolve(file);
  try {
    const written: unknown = parse(await readFile(path, "utf8"), { logLevel: "silent" });
    const { runbooks, roles } = part.parse(written);
    return {
      file: path,
      runbooks: runbooks === null ? null : resolve(dirname(path), runbooks),
      roles: new Map(Object.entries(roles)),
    };
  } catch {
    return null;
  }
}
