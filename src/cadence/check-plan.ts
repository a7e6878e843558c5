import type { Check } from "#check.ts";
import { limits } from "#check-settings.ts";
import type { Limits, OwnCheck } from "#check-settings.ts";
import type { Config, ConfiguredSource } from "#config.ts";
import { UsageError } from "#errors.ts";
import type { Cadence } from "#model/cadence.ts";
import type { Dataset } from "#model/datasets.ts";
import type { Scope } from "#model/filter-context.ts";
import { suggestion } from "#nearest.ts";
import type { Flaw } from "#yaml-file.ts";

/** A check as it is to be judged: of a source as a whole, or of one program of it. */
export interface PlannedCheck {
  readonly id: string;
  readonly check: Check;
  readonly settings: unknown;
  readonly scope: Partial<Scope>;
  readonly program: string | null;
  readonly owner: string | null;
}

type Checks = ReadonlyMap<string, Check>;

/** What a cadence judges: the checks it names, else those of its own name and those always judged; none that is switched off. */
export function planOf(cadence: Cadence, checks: Checks, config: Config): PlannedCheck[] {
  const named = cadence.checks?.map((id) => [id, checkNamed(id, checks)] as const);
  const usual = [...checks].filter(
    ([, check]) => check.cadence === cadence.id || check.cadence === "always",
  );
  return (named ?? usual).flatMap(([id, check]) => planned(id, check, config));
}

/** One check, by its id, switched off or not. */
export function planOfOne(id: string, checks: Checks, config: Config): PlannedCheck[] {
  return planned(id, checkNamed(id, checks), config, true);
}

/** Every check that is not switched off, of each program that it is judged for. */
export function everyPlanned(checks: Checks, config: Config): PlannedCheck[] {
  return [...checks].flatMap(([id, check]) => planned(id, check, config));
}

/** A check on the shelf or of the team's own; a UsageError with the nearest where there is none. */
function checkNamed(id: string, checks: Checks): Check {
  const check = checks.get(id);
  if (check) return check;
  throw new UsageError(`There is no check "${id}".${suggestion(id, [...checks.keys()])}`, [
    "check",
  ]);
}

/** What cadences of the configuration name that there is not, each with its place in the file. */
export function cadenceFlaws({ cadences, sources, ownChecks }: Config, shelf: Checks): Flaw[] {
  const checks = [...shelf.keys(), ...ownChecks.keys()];
  return [...cadences.values()].flatMap((cadence) => [
    ...unknownIn(cadence, "checks", checks),
    ...unknownIn(cadence, "sources", [...sources.keys()]),
  ]);
}

function unknownIn(cadence: Cadence, field: "checks" | "sources", known: string[]): Flaw[] {
  return (cadence[field] ?? []).flatMap((id, index) => {
    if (known.includes(id)) return [];
    const message = `cadence ${cadence.id} names "${id}" among its ${field}, which there is not.${suggestion(id, known)}`;
    return [{ path: ["cadences", cadence.id, field, index], message }];
  });
}

/** The sources a cadence asks. */
export function sourcesOf({ sources: named }: Cadence, { sources }: Config): ConfiguredSource[] {
  return [...sources.values()].filter(({ id }) => named?.includes(id) ?? true);
}

/** The datasets that planned checks look at. */
export function datasetsOf(plan: readonly Pick<PlannedCheck, "check">[]): Dataset[] {
  const all = plan.flatMap(({ check: { needs, uses = [] } }) => [...Object.keys(needs), ...uses]);
  return [...new Set(all)] as Dataset[];
}

function planned(id: string, check: Check, config: Config, whatever = false): PlannedCheck[] {
  const own = config.ownChecks.get(id);
  const set = config.checks.get(id);
  const { enabled, owner, scope } = own ?? set ?? { enabled: true, owner: null, scope: {} };
  if (!enabled && !whatever) return [];
  const settings = set?.settings ?? (own ? limitsOf(own) : check.settings.parse({}));
  const whole = { id, check, owner, scope, settings };
  const programs = own ? programsOf(own) : [...(set?.programs ?? [])];
  if (programs.length === 0) return [{ ...whole, program: null }];
  return programs.map(([program, ownSettings]) => ({
    ...whole,
    settings: ownSettings,
    program,
    scope: { ...scope, program },
  }));
}

function programsOf(own: OwnCheck): [program: string, limits: Limits][] {
  const usual = limitsOf(own);
  return Object.entries(own.programs).map(([program, other]) => [
    program,
    limits.parse({ ...usual, ...other }),
  ]);
}

function limitsOf({ warn_above, fail_above, warn_below, fail_below }: OwnCheck): Limits {
  return { warn_above, fail_above, warn_below, fail_below };
}
