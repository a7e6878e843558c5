import { mkdir, open, readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import { ConfigError } from "#errors.ts";
import { unwritable } from "#exports/file-faults.ts";
import type { AuditEntry } from "#runs/audit.ts";
import { commandLine } from "#runs/lone-run.ts";

const journalEntry = z.strictObject({
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  run: z.string().nullable(),
  channel: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type JournalEntry = z.infer<typeof journalEntry>;

/** What is done with no database open is written down in the data folder, one JSON line for each action. */
function journalIn(data: string): string {
  return join(data, "command-line.jsonl");
}

/** The user of this machine who types; a container may know it by number only. */
export function typist(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}

/** What is done on the command line, now. */
export function typed(
  action: string,
  runId: string | null,
  detail: AuditEntry["detail"],
): AuditEntry {
  return {
    at: new Date(),
    actor: commandLine,
    action,
    runId,
    detail: { ...detail, user: typist() },
  };
}

/** Writes an action down at the journal's end; it is on the disk when this returns. */
export async function journal(data: string, entry: AuditEntry): Promise<void> {
  const { at, actor, action, runId: run = null, channel = null, detail = {} } = entry;
  const line: JournalEntry = { at: at.toISOString(), actor, action, run, channel, detail };
  try {
    await mkdir(data, { recursive: true });
    const file = await open(journalIn(data), "a");
    try {
      await file.appendFile(`${JSON.stringify(line)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unwritable(error, data);
  }
}

/** What was written down, newest first; of one run when it is named. */
export async function journalOf(data: string, runId: string | null): Promise<JournalEntry[]> {
  const path = journalIn(data);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw unwritable(error, data);
  });
  const entries = text.split("\n").flatMap((line, index) => {
    return line === "" ? [] : [entryOf(line, `${path}:${index + 1}`)];
  });
  return entries.filter(({ run }) => runId === null || run === runId).toReversed();
}

function entryOf(line: string, where: string): JournalEntry {
  try {
    return journalEntry.parse(JSON.parse(line));
  } catch (cause) {
    throw new ConfigError(
      `${where} is no action of the command line; take that line out, or restore the file from a backup.`,
      { cause },
    );
  }
}
