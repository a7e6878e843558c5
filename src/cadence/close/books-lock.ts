import { setTimeout as pause } from "node:timers/promises";

import { ConfigError } from "#errors.ts";
import { DataFolderInUse, lockDataFolder } from "#store/data-lock.ts";

/** Milliseconds another close is waited for. */
const patience = 60_000;
const look = 100;

/** Takes the books for this process and returns how to give them back; waits while another close has them. A process that dies lets go. */
export async function lockBooks(folder: string, books: string): Promise<() => void> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      return await lockDataFolder(folder);
    } catch (error) {
      if (!(error instanceof DataFolderInUse)) throw error;
      if (Date.now() > until) {
        throw new ConfigError(
          `The books in ${books} have been in use by ${error.owner} for a minute; try again once that is done.`,
          { cause: error },
        );
      }
      await pause(look);
    }
  }
}
