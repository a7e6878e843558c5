import type { Kysely } from "kysely";

import type { LedgerItem } from "#evidence/ledger.ts";
import { threadText } from "#evidence/thread-text.ts";
import type { Database } from "#store/schema.ts";

/** One thing said in a run's thread. */
export interface TranscriptEntry {
  /** ISO 8601. */
  readonly at: string;
  /** Slack user id, or `countercheck`. */
  readonly by: string;
  readonly text: string;
}

/** What the bot said in a run's thread, in order, as owed when its steps ended, each message as it was edited last: the same whether or not Slack has it yet. */
export async function saidInThread(
  db: Kysely<Database>,
  runId: string,
): Promise<TranscriptEntry[]> {
  const rows = await db
    .selectFrom("outbox as said")
    .leftJoin("outbox as edit", (join) =>
      join
        .onRef("edit.parent", "=", "said.key")
        .on("edit.kind", "=", "update")
        .on("edit.status", "<>", "failed"),
    )
    .select(["said.payload", "said.created_at", "edit.payload as edited"])
    .where("said.parent", "=", `run:${runId}`)
    .where("said.kind", "in", ["post", "upload"])
    .where("said.status", "<>", "failed")
    .orderBy("said.position")
    .execute();
  return rows.map(({ payload, edited, created_at: at }) => {
    const text = threadText((edited ?? payload) as Record<string, unknown>);
    return { at: at.toISOString(), by: "countercheck", text };
  });
}

const people = new Set<string>(["answer", "approval", "change", "message", "note"]);

/** The thread as it was: what the bot said, and what people said, by the ledger. */
export function transcriptOf(
  said: readonly TranscriptEntry[],
  ledger: readonly LedgerItem[],
): TranscriptEntry[] {
  const answers = ledger.filter(({ kind, source }) => people.has(kind) && source === "slack");
  const spoken = answers.map(({ at, actor, title, words }) => {
    const shown = Object.entries(words).filter(([name]) => name !== "evidence");
    const parts = shown.map(([name, value]) => `${name}: ${value}`);
    return { at, by: actor, text: [title, ...parts].join("\n") };
  });
  return [...said, ...spoken].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
