import type { Kysely } from "kysely";

import type { LedgerItem } from "#evidence/ledger.ts";
import type { Database } from "#store/schema.ts";

/** One thing said in a run's thread. */
export interface TranscriptEntry {
  /** ISO 8601. */
  readonly at: string;
  /** Slack user id, or `countercheck`. */
  readonly by: string;
  readonly text: string;
}

/** What the bot said in a run's thread, in order, as owed when its steps ended: the same whether or not Slack has it yet. */
export async function saidInThread(
  db: Kysely<Database>,
  runId: string,
): Promise<TranscriptEntry[]> {
  const rows = await db
    .selectFrom("outbox")
    .select(["payload", "created_at"])
    .where("parent", "=", `run:${runId}`)
    .where("kind", "in", ["post", "upload"])
    .where("status", "<>", "failed")
    .orderBy("position")
    .execute();
  return rows.map(({ payload, created_at: at }) => {
    const { text } = payload as { readonly text: string };
    return { at: at.toISOString(), by: "countercheck", text: unescaped(text) };
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
    const parts = Object.entries(words).map(([name, value]) => `${name}: ${value}`);
    return { at, by: actor, text: [title, ...parts].join("\n") };
  });
  return [...said, ...spoken].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
