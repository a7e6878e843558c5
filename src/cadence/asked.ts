import type { DateTime } from "luxon";

import { planOf, planOfOne, sourcesOf } from "#cadence/check-plan.ts";
import type { PlannedCheck } from "#cadence/check-plan.ts";
import type { Check } from "#check.ts";
import type { Config, ConfiguredSource } from "#config.ts";
import { UsageError } from "#errors.ts";
import { usualCadences } from "#model/cadence.ts";
import { lastPeriod, parsePeriod } from "#model/period.ts";
import type { Period } from "#model/period.ts";
import { assertClosed } from "#model/window.ts";
import { suggestion } from "#nearest.ts";

/** What is to be judged by hand. */
export interface Asked {
  readonly cadence: string;
  /** Null for all checks of the cadence. */
  readonly onlyCheck: string | null;
  /** The one source named; null for all of the cadence. */
  readonly source: string | null;
  readonly period: Period;
  readonly plan: readonly PlannedCheck[];
  readonly sources: readonly ConfiguredSource[];
}

/** What is to be judged by hand, and where its digest goes. */
export interface AskedOccurrence {
  readonly cadence: string;
  readonly onlyCheck: string | null;
  readonly period: Period;
  /** The one source to ask; null for all of the cadence. */
  readonly source?: string | null;
  readonly channel: string;
  /** The `ts` of the thread its digest is posted in; null for the channel. */
  readonly thread?: string | null;
  /** Slack user id. */
  readonly askedBy: string;
}

/** Reads `weekly`, or one check's id, over a window, the last closed one unless given; a UsageError with the nearest word. */
export function readAsked(
  word: string,
  given: { readonly window?: string; readonly source?: string; readonly timezone?: string },
  { config, checks, now }: { config: Config; checks: ReadonlyMap<string, Check>; now: DateTime },
): Asked {
  const cadence = config.cadences.get(word);
  const check = checks.get(word);
  if (!cadence && !check) {
    const known = [...config.cadences.keys(), ...checks.keys()];
    throw new UsageError(`There is no cadence and no check "${word}".${suggestion(word, known)}`, [
      "check",
    ]);
  }
  const own = check && config.cadences.get(check.cadence);
  const span = cadence?.window ?? own?.window ?? usualCadences["daily"]?.window ?? "day";
  const zone = given.timezone ?? config.timezone;
  const period = given.window ? parsePeriod(given.window, zone) : lastPeriod(now, span, zone);
  assertClosed(period, now);
  return {
    cadence: cadence?.id ?? check?.cadence ?? word,
    onlyCheck: cadence ? null : word,
    source: given.source ?? null,
    period,
    plan: cadence ? planOf(cadence, checks, config) : planOfOne(word, checks, config),
    sources:
      sourceNamed(given.source, config) ??
      (cadence ? sourcesOf(cadence, config) : [...config.sources.values()]),
  };
}

function sourceNamed(id: string | undefined, { sources }: Config): ConfiguredSource[] | null {
  if (id === undefined) return null;
  const found = sources.get(id);
  if (found) return [found];
  const near = suggestion(id, [...sources.keys()]);
  throw new UsageError(`There is no source "${id}".${near}`, ["source"]);
}
