import type { AuditRow } from "#runs/audit.ts";
import { journalOf } from "#terminal/journal.ts";
import type { JournalEntry } from "#terminal/journal.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";
import { isStored, withRecords } from "#terminal/stored.ts";

/** Prints the audit log, newest first: what a bot stored, and what the command line wrote down in the data folder. */
export async function printAudit({
  data,
  run = null,
  json,
}: SharedOptions & { readonly run?: string | null }): Promise<void> {
  const typed = await journalOf(data, run);
  const isTypedOnly = typed.length > 0 && !(await isStored(data));
  const stored = isTypedOnly ? [] : await withRecords(data, (records) => records.audited(run));
  const entries = [...stored.map(shown), ...typed].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at),
  );
  if (json) {
    printJson(entries);
    return;
  }
  if (entries.length === 0) process.stdout.write("Nothing was done yet.\n");
  for (const entry of entries) process.stdout.write(`${printable(line(entry))}\n`);
}

function shown({ at, actor, action, run_id, channel, detail }: AuditRow): JournalEntry {
  return { at: at.toISOString(), actor, action, run: run_id, channel, detail };
}

function line({ at, actor, action, run, channel, detail }: JournalEntry): string {
  const said = Object.entries(detail).map(([name, value]) => {
    return `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
  const place = [run && `run ${run}`, channel].filter((part) => part !== null).join(" in ");
  return [at, actor, action, place, said.join(", ")].filter((part) => part !== "").join("  ");
}
