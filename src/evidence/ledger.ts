import type { Kysely, Transaction } from "kysely";

import { chainedHash, isApproval, noEvidence } from "#model/evidence-item.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import type { Database } from "#store/schema.ts";

/** An item as it stands in a run's ledger. */
export interface LedgerItem extends EvidenceItem {
  readonly sequence: number;
  readonly hash: string;
}

/** The ledger of a run, oldest item first. */
export async function ledgerOf(db: Kysely<Database>, runId: string): Promise<LedgerItem[]> {
  const rows = await db
    .selectFrom("evidence_item")
    .select(["sequence", "item", "hash"])
    .where("run_id", "=", runId)
    .orderBy("sequence")
    .execute();
  return rows.map(({ sequence, item, hash }) => ({ ...item, sequence, hash }));
}

/** Chains items to a run's ledger; the caller holds the run, so that nobody else does so at once. */
export async function appendEvidence(
  trx: Transaction<Database>,
  runId: string,
  items: readonly EvidenceItem[],
): Promise<void> {
  if (items.length === 0) return;
  const rows = chainedTo(await ledgerOf(trx, runId), items).map(({ sequence, hash, ...item }) => {
    return { run_id: runId, sequence, item: JSON.stringify(item), hash };
  });
  await trx.insertInto("evidence_item").values(rows).execute();
}

/** Items as they stand in a ledger behind those that are in it. */
export function chainedTo(
  ledger: readonly LedgerItem[],
  items: readonly EvidenceItem[],
): LedgerItem[] {
  let hash = ledger.at(-1)?.hash ?? noEvidence;
  return items.map((item, index) => {
    hash = chainedHash(hash, item);
    return { ...item, sequence: ledger.length + index, hash };
  });
}

/** What an approval is bound to: the hash of the last item that is no approval itself. */
export function evidenceHead(ledger: readonly LedgerItem[]): string {
  return ledger.findLast((item) => !isApproval(item))?.hash ?? noEvidence;
}
