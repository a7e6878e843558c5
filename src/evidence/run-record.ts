import type { Kysely } from "kysely";

import { ledgerOf } from "#evidence/ledger.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import { signOffOf } from "#evidence/sign-offs.ts";
import type { SignOff } from "#evidence/sign-offs.ts";
import { saidInThread, transcriptOf } from "#evidence/transcript.ts";
import type { TranscriptEntry } from "#evidence/transcript.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { answersTo } from "#runs/run-rows.ts";
import type { Database } from "#store/schema.ts";

/** All that is stored of a run that a package tells of, beside its files: what those hold is read off them. */
export interface RunRecord {
  readonly id: string;
  readonly runbook: string;
  readonly runbook_sha256: string;
  readonly title: string;
  readonly source: string;
  readonly requested_by: string;
  readonly channel: string;
  readonly started_at: string;
  readonly context: FilterContext;
  readonly steps: readonly { readonly title: string; readonly summary: string }[];
  readonly sign_offs: readonly SignOff[];
  readonly ledger: readonly LedgerItem[];
  readonly transcript: readonly TranscriptEntry[];
}

/** Reads a run from the store; null when there is none of that id. */
export async function readRunRecord(
  db: Kysely<Database>,
  runId: string,
): Promise<RunRecord | null> {
  const run = await db.selectFrom("run").selectAll().where("id", "=", runId).executeTakeFirst();
  if (!run) return null;
  const steps = await db
    .selectFrom("run_step")
    .select(["position", "title", "kind", "status", "outcome", "pause", "finished_at as endedAt"])
    .where("run_id", "=", runId)
    .orderBy("position")
    .execute();
  const ledger = await ledgerOf(db, runId);
  const { id, runbook, runbook_sha256, source, requested_by, channel, context } = run;
  const asked = { requestedBy: requested_by, isOver: run.status !== "running", ledger };
  const signOffs: SignOff[] = [];
  for (const { position, ...step } of steps) {
    const answers = await answersTo(db, { runId, position });
    const isPassed = step.status === "skipped" && step.outcome === null;
    const signOff = signOffOf({ ...step, isPassed, answers }, asked);
    if (signOff) signOffs.push(signOff);
  }
  return {
    id,
    runbook,
    runbook_sha256,
    title: run.definition.title,
    source,
    requested_by,
    channel,
    started_at: run.created_at.toISOString(),
    context,
    steps: steps.flatMap(({ title, outcome }) => {
      return outcome ? [{ title, summary: outcome.summary }] : [];
    }),
    sign_offs: signOffs,
    ledger,
    transcript: transcriptOf(await saidInThread(db, runId), ledger),
  };
}
