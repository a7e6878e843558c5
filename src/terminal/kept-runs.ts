import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

import { ConfigError } from "#errors.ts";
import { chainedTo } from "#evidence/ledger.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { unwritable } from "#exports/file-faults.ts";

/** Where runs of the command line are kept beside their artifacts, each as a package tells of it. */
function runsIn(data: string): string {
  return join(data, "runs");
}

/** Keeps a run, whole or not at all: it opens no database, so that a bot may be at work and nothing is waited for. */
export async function keepRun(data: string, record: RunRecord): Promise<void> {
  const folder = runsIn(data);
  const path = join(folder, `${record.id}.json`);
  const fresh = join(folder, `.${record.id}`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(fresh, "wx");
    try {
      const sealed = { ...record, sha256: hashOf(record) };
      await file.writeFile(`${JSON.stringify(sealed, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    throw unwritable(error, folder);
  }
}

/** A kept run; null when there is none of that id, a ConfigError when it is not as it was kept. */
export async function keptRun(data: string, id: string): Promise<RunRecord | null> {
  if (!/^[0-9A-Z]{26}$/.test(id)) return null;
  const path = join(runsIn(data), `${id}.json`);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw unwritable(error, path);
  });
  if (text === null) return null;
  const record = recordIn(text);
  if (record?.id === id) return record;
  throw new ConfigError(`The run kept in ${path} was changed since; restore it from a backup.`);
}

/** Null where the text is no run, or not as it was kept. */
function recordIn(text: string): RunRecord | null {
  try {
    const { sha256, ...record } = JSON.parse(text) as RunRecord & { readonly sha256: string };
    const { ledger } = record;
    const items = ledger.map(({ sequence: _sequence, hash: _hash, ...item }) => item);
    const isChained = chainedTo([], items).every(({ hash }, at) => hash === ledger[at]?.hash);
    return isChained && sha256 === hashOf(record) ? record : null;
  } catch {
    return null;
  }
}

/** Answers for all of a kept run: the chain answers for its items only. */
function hashOf(record: RunRecord): string {
  return createHash("sha256").update(JSON.stringify(record)).digest("hex");
}
