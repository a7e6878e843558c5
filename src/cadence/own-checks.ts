import { readFile } from "node:fs/promises";

import { cadenceFlaws } from "#cadence/check-plan.ts";
import { ownCheckOf } from "#cadence/own-check.ts";
import type { Check } from "#check.ts";
import type { Config } from "#config.ts";
import { ConfigError } from "#errors.ts";
import { placeOf } from "#yaml-file.ts";
import type { Flaw } from "#yaml-file.ts";

/** The checks on the shelf and the team's own; a ConfigError with all that cannot be read, or is named and not there. */
export async function withOwnChecks(
  config: Config,
  shelf: ReadonlyMap<string, Check>,
): Promise<ReadonlyMap<string, Check>> {
  const checks = new Map(shelf);
  const unread: Flaw[] = [];
  for (const [id, own] of config.ownChecks) {
    try {
      checks.set(id, await ownCheckOf(own, config.folder));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      unread.push({ path: ["checks", id, "sql"], message: error.message });
    }
  }
  const flaws = [...unread, ...cadenceFlaws(config, shelf)];
  if (flaws.length > 0) throw new ConfigError(await placed(config, flaws));
  return checks;
}

/** Flaws of the configuration with the place where each is written. */
export async function placed({ file }: Config, flaws: readonly Flaw[]): Promise<string[]> {
  if (flaws.length === 0) return [];
  const text = await readFile(file, "utf8");
  return flaws.map(({ path, message }) => `${placeOf({ file, text }, path)}: ${message}`);
}
