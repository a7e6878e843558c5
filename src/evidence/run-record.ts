import type { Kysely } from "kysely";

import { ledgerOf } from "#evidence/ledger.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import { saidInThread, transcriptOf } from "#evidence/transcript.ts";
import type { TranscriptEntry } from "#evidence/transcript.ts";
import { decidingIn } from "#model/earlier.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { StepOutcome } from "#step.ts";
import type { Database } from "#store/schema.ts";

/** All that is stored of a run that a package tells of. */
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
  readonly explanation: Explanation | null;
  /** The kept file that draws that explanation; null where there is none. */
  readonly chart?: string | null;
  readonly steps: readonly { readonly title: string; readonly summary: string }[];
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
    .select(["title", "outcome"])
    .where("run_id", "=", runId)
    .where("outcome", "is not", null)
    .orderBy("position")
    .execute();
  const ledger = await ledgerOf(db, runId);
  const { id, runbook, runbook_sha256, source, requested_by, channel, context } = run;
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
    ...decidedBy(steps.flatMap(({ outcome }) => outcome ?? [])),
    steps: steps.map(({ title, outcome }) => ({ title, summary: outcome?.summary ?? "" })),
    ledger,
    transcript: transcriptOf(await saidInThread(db, runId), ledger),
  };
}

/** The explanation that says what a run comes to, and its own chart: others are drawn, too. */
export function decidedBy(
  outcomes: readonly StepOutcome[],
): Pick<RunRecord, "explanation" | "chart"> {
  const deciding = decidingIn(outcomes);
  const files = outcomes.find(({ explanation }) => explanation === deciding)?.evidence ?? [];
  const chart = deciding && files.find(({ kind }) => kind === "chart")?.file;
  return { explanation: deciding, chart: chart ?? null };
}
