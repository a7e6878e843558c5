import type { KnownBlock } from "@slack/types";
import type { Kysely } from "kysely";
import { sql } from "kysely";

import type { Database } from "#store/schema.ts";

/** Blocks that not every workspace shows yet. */
const newer = ["plan", "task_card", "table", "data_table", "container", "card", "alert"] as const;
/** After this long a refused block is tried again: Slack brings its blocks to workspaces in phases. */
const rememberedDays = 7;

/** The newer kinds of blocks among some. */
export function newerKinds(blocks: readonly KnownBlock[]): string[] {
  const kinds = new Set<string>(blocks.map(({ type }) => type));
  return newer.filter((kind) => kinds.has(kind));
}

/** The kinds of blocks this workspace was lately seen to refuse. */
export async function refusedKinds(db: Kysely<Database>, workspace: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom("workspace_trait")
    .select("trait")
    .where("workspace", "=", workspace)
    .where("noted_at", ">", sql<Date>`now() - make_interval(days => ${rememberedDays})`)
    .execute();
  return new Set(rows.map(({ trait }) => trait.replace(/^no_/, "")));
}

/** Remembers that this workspace refuses some kinds of blocks. */
export async function noteRefused(
  db: Kysely<Database>,
  workspace: string,
  kinds: readonly string[],
): Promise<void> {
  if (kinds.length === 0) return;
  await db
    .insertInto("workspace_trait")
    .values(kinds.map((kind) => ({ workspace, trait: `no_${kind}`, noted_at: sql<Date>`now()` })))
    .onConflict((conflict) =>
      conflict.columns(["workspace", "trait"]).doUpdateSet({ noted_at: sql<Date>`now()` }),
    )
    .execute();
}
