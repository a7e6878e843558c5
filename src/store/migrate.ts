import { readdir } from "node:fs/promises";

import type { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { Migration } from "kysely/migration";

import type { Database } from "#store/schema.ts";

const folder = new URL("./migrations/", import.meta.url);

/** Brings the tables up to date, each migration whole or not at all; safe with several processes at once. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new Error("the tables could not be brought up to date", { cause: error });
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const files = await readdir(folder);
  const migrations = files
    .filter((file) => file.endsWith(".ts"))
    .map(async (file) => {
      const migration = (await import(new URL(file, folder).href)) as Migration;
      return [file.slice(0, -".ts".length), migration] as const;
    });
  return Object.fromEntries(await Promise.all(migrations));
}
