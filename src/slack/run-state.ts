import type { Explanation } from "#model/explanation.ts";
import { scopeFields } from "#model/filter-context.ts";
import { displayWindow } from "#model/window.ts";
import type { Run, RunStep } from "#runs/announcer.ts";

/** How a run ended, as its messages say it. */
export type Ending = NonNullable<Run["verdict"]> | "failed";

/** Null while the run is on its way. */
export function endingOf({ status, verdict }: Run): Ending | null {
  if (status === "running") return null;
  if (status === "failed") return "failed";
  return verdict ?? "no_data";
}

/** The last comparison a run made, if any. */
export function explanationOf(steps: readonly RunStep[]): Explanation | null {
  return steps.findLast(({ outcome }) => outcome?.explanation)?.outcome?.explanation ?? null;
}

/** A run's parameters as a person would type them, to ask for the same again. */
export function givenOf({ source, context }: Run): Record<string, string> {
  const scope = scopeFields.flatMap((field) => {
    const value = context[field];
    return value === null ? [] : [[field, value] as const];
  });
  return {
    source,
    window: displayWindow(context),
    timezone: context.timezone,
    currency: context.currency,
    ...Object.fromEntries(scope),
    ...(context.statuses === null ? {} : { status: context.statuses.join(",") }),
  };
}
