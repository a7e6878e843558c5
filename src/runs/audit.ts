import type { Kysely, Transaction } from "kysely";

import type { AuditEntryTable, Database } from "#store/schema.ts";

export interface AuditEntry {
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly runId?: string | null;
  readonly channel?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes what a person did, in the transaction that does it. */
export async function audit(trx: Transaction<Database>, entry: AuditEntry): Promise<void> {
  const { at, actor, action, runId = null, channel = null, detail = {} } = entry;
  const values = { at, actor, action, run_id: runId, channel, detail: JSON.stringify(detail) };
  await trx.insertInto("audit_entry").values(values).execute();
}

export type AuditRow = Omit<AuditEntryTable, "id" | "at" | "detail"> & {
  readonly id: number;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The audit log, newest first; of one run when it is named. */
export async function auditLog(
  db: Kysely<Database>,
  { runId = null, most = 200 }: { runId?: string | null; most?: number } = {},
): Promise<AuditRow[]> {
  const query = db.selectFrom("audit_entry").selectAll().orderBy("id", "desc").limit(most);
  return (runId === null ? query : query.where("run_id", "=", runId)).execute();
}
