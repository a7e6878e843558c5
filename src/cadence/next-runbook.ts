import type { Scope } from "#model/filter-context.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { displayWindow } from "#model/window.ts";
import type { ParameterName } from "#runbook.ts";

/** What the runbook that follows a finding is given: what the check looked at, as far as the runbook takes it. */
export function givenToNext(
  { source, period, currency, program }: JudgedCheck,
  scope: Partial<Scope>,
  takes: readonly ParameterName[],
): Readonly<Partial<Record<ParameterName, string>>> {
  const known: Partial<Record<ParameterName, string | null>> = {
    source,
    window: displayWindow(period),
    timezone: period.timezone,
    currency,
    ...scope,
    ...(program === null ? {} : { program }),
  };
  return Object.fromEntries(
    takes.flatMap((name) => {
      const value = known[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}
