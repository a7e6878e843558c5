import { readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { ConfigError } from "#errors.ts";

const busy = 5;

/** Another process has the data folder; `owner` says which. */
export class DataFolderInUse extends ConfigError {
  readonly owner: string;

  constructor(folder: string, owner: string, options?: ErrorOptions) {
    super(
      `The data folder ${folder} is in use by ${owner}; stop that one, or give this one a folder of its own with --data DIR.`,
      options,
    );
    this.owner = owner;
  }
}

/**
 * Takes a data folder for this process and returns how to give it back. The lock is the kernel's (SQLite's own file
 * lock), so it ends with the process however that ends; DataFolderInUse names the process that has the folder.
 */
export async function lockDataFolder(folder: string): Promise<() => void> {
  const owner = join(folder, ".owner");
  const lock = new DatabaseSync(join(folder, ".lock"));
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== busy) throw error;
    const who = await readFile(owner, "utf8").catch(() => "another process");
    throw new DataFolderInUse(folder, who, { cause: error });
  }
  await writeFile(owner, `process ${process.pid} on ${hostname()}`);
  return () => lock.close();
}
