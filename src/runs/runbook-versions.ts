import { createTwoFilesPatch } from "diff";
import type { Kysely } from "kysely";
import { sql } from "kysely";

import type { Runbook } from "#runbook.ts";
import type { Database } from "#store/schema.ts";

/** The version of a runbook that was in force before the present one. */
export interface EarlierVersion {
  readonly sha256: string;
  readonly text: string;
  /** When it was last seen loaded. */
  readonly seenAt: Date;
}

/** Notes which versions are in force, and returns for each runbook the one that was before. */
export async function noteVersions(
  db: Kysely<Database>,
  runbooks: ReadonlyMap<string, Runbook>,
): Promise<ReadonlyMap<string, EarlierVersion>> {
  const values = [...runbooks.values()].map(({ id, sha256, text }) => ({ id, sha256, text }));
  if (values.length > 0) {
    await db
      .insertInto("runbook_version")
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(["id", "sha256"]).doUpdateSet({ seen_at: sql<Date>`now()` }),
      )
      .execute();
  }
  const rows = await db
    .selectFrom("runbook_version")
    .select(["id", "sha256", "text", "seen_at as seenAt"])
    .orderBy("seen_at")
    .execute();
  const others = rows.filter(({ id, sha256 }) => runbooks.get(id)?.sha256 !== sha256);
  return new Map(others.map(({ id, ...version }) => [id, version]));
}

/** What changed since the version before, as a unified diff; null when there is none before. */
export function changesOf(runbook: Runbook, earlier: EarlierVersion | undefined): string | null {
  if (!earlier) return null;
  const name = `${runbook.id}.yml`;
  const [before, now] = [earlier.sha256, runbook.sha256].map((hash) => hash.slice(0, 12));
  return createTwoFilesPatch(name, name, earlier.text, runbook.text, before, now, { context: 2 });
}
