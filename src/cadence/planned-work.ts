import { planOf, planOfOne, sourcesOf } from "#cadence/check-plan.ts";
import type { PlannedCheck } from "#cadence/check-plan.ts";
import type { Occurrence } from "#cadence/occurrences.ts";
import type { Check } from "#check.ts";
import type { Config, ConfiguredSource } from "#config.ts";
import { UsageError } from "#errors.ts";

interface Planning {
  readonly config: Config;
  readonly checks: ReadonlyMap<string, Check>;
}

type Asked = Pick<Occurrence, "cadence" | "only_check" | "only_source">;

/** What an occurrence judges, as the configuration stands; a UsageError when what it is of is no longer there. */
export function workOf(
  { cadence: name, only_check: only, only_source: source }: Asked,
  { config, checks }: Planning,
): { plan: readonly PlannedCheck[]; sources: readonly ConfiguredSource[] } {
  const cadence = config.cadences.get(name);
  if (!cadence && only === null) {
    const gone = `Cadence "${name}" is no longer in the configuration, so there is nothing to judge; put it back, or ask for one that is there.`;
    throw new UsageError(gone, ["cadence"]);
  }
  const sources = cadence ? sourcesOf(cadence, config) : [...config.sources.values()];
  return {
    plan:
      only === null && cadence
        ? planOf(cadence, checks, config)
        : planOfOne(only ?? "", checks, config),
    sources:
      source === null ? sources : [...config.sources.values()].filter(({ id }) => id === source),
  };
}

/** How many results an occurrence will have; none when what it is of is no longer there. */
export function plannedIn(asked: Asked, planning: Planning): number {
  try {
    const { plan, sources } = workOf(asked, planning);
    return plan.length * sources.length;
  } catch (error) {
    if (error instanceof UsageError) return 0;
    throw error;
  }
}
