import { readRunRecord } from "#evidence/run-record.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { audit, auditLog } from "#runs/audit.ts";
import type { AuditEntry, AuditRow } from "#runs/audit.ts";
import type { Store } from "#store/store.ts";

/** What the command line asks of the state a bot keeps, and adds to it. */
export interface Records {
  /** The whole audit log, newest first; of one run when it is named. */
  audited(runId: string | null): Promise<AuditRow[]>;
  /** A run as a package tells of it; null when there is none of that id. */
  run(id: string): Promise<RunRecord | null>;
  /** Writes an action to the audit log. */
  note(entry: AuditEntry): Promise<void>;
}

/** The records of a store that this process has open. */
export function recordsIn({ db, transaction }: Pick<Store, "db" | "transaction">): Records {
  return {
    audited: (runId) => auditLog(db, { runId, most: Number.MAX_SAFE_INTEGER }),
    run: (id) => readRunRecord(db, id),
    note: (entry) => transaction((trx) => audit(trx, entry)),
  };
}
