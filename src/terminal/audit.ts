import { auditLog } from "#runs/audit.ts";
import type { AuditRow } from "#runs/audit.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";
import { withStore } from "#terminal/stored.ts";

/** Prints the audit log, newest first. */
export async function printAudit({
  data,
  run,
  json,
}: SharedOptions & { readonly run?: string }): Promise<void> {
  const most = Number.MAX_SAFE_INTEGER;
  const entries = await withStore(data, ({ db }) => auditLog(db, { runId: run ?? null, most }));
  if (json) {
    printJson(entries.map(shown));
    return;
  }
  if (entries.length === 0) process.stdout.write("Nothing was done yet.\n");
  for (const entry of entries) process.stdout.write(`${printable(line(entry))}\n`);
}

function shown({ at, actor, action, run_id, channel, detail }: AuditRow) {
  return { at: at.toISOString(), actor, action, run: run_id, channel, detail };
}

function line(entry: AuditRow): string {
  const { at, actor, action, run, channel, detail } = shown(entry);
  const said = Object.entries(detail).map(([name, value]) => {
    return `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
  const place = [run && `run ${run}`, channel].filter((part) => part !== null).join(" in ");
  return [at, actor, action, place, said.join(", ")].filter((part) => part !== "").join("  ");
}
