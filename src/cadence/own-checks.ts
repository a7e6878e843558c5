import { ownCheckOf } from "#cadence/own-check.ts";
import { assertCadences } from "#cadence/check-plan.ts";
import type { Check } from "#check.ts";
import type { Config } from "#config.ts";

/** The checks on the shelf and the team's own; a ConfigError when a cadence names one there is not. */
export async function withOwnChecks(
  config: Config,
  shelf: ReadonlyMap<string, Check>,
): Promise<ReadonlyMap<string, Check>> {
  const own = await Promise.all(
    [...config.ownChecks].map(
      async ([id, one]) => [id, await ownCheckOf(one, config.folder)] as const,
    ),
  );
  const checks = new Map([...shelf, ...own]);
  assertCadences(config, checks);
  return checks;
}
