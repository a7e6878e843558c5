import { decidingIn, verdictIn } from "#model/earlier.ts";
import type { Explanation } from "#model/explanation.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { Scope } from "#model/filter-context.ts";
import { displayWindow } from "#model/window.ts";
import type { Answer } from "#model/prompt.ts";
import type { Roles } from "#model/roles.ts";
import type { ParameterName } from "#runbook.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { NamedPicture } from "#slack/views/picture-button.ts";

/** How a run ended, as its messages say it. */
export type Ending = NonNullable<Run["verdict"]> | "failed" | "canceled";

/** Null while the run is on its way. */
export function endingOf({ status, verdict }: Run): Ending | null {
  if (status === "running") return null;
  if (status === "failed" || status === "canceled") return status;
  return verdict ?? "no_data";
}

/** True for a step that has asked people to approve. */
export function asksApproval({ pause }: RunStep): boolean {
  return pause?.prompt?.actions.includes("approve") ?? false;
}

/** Kinds of steps that change nothing a run has found. */
const closing: ReadonlySet<string> = new Set(["approve", "package"]);

/** True once a run asks for approval of what it has found, and finds nothing after it: its verdict is told then, for nobody should have to approve what they cannot read. */
export function isForetold(steps: readonly RunStep[]): boolean {
  const after = (at: number): readonly RunStep[] => steps.slice(at + 1);
  return steps.some(
    (step, at) => asksApproval(step) && after(at).every(({ kind }) => closing.has(kind)),
  );
}

/** How a run ends, or will end whatever people say to the approval it asks for; null while that is open. */
export function foreseenEnding(run: Run, steps: readonly RunStep[]): Ending | null {
  const ending = endingOf(run);
  if (ending || !isForetold(steps)) return ending;
  return verdictIn(steps.flatMap(({ outcome }) => outcome ?? [])) ?? "no_data";
}

/** What a run's messages say beside the run itself. */
export interface Told {
  /** What people said to each step, by its position. */
  readonly answers: ReadonlyMap<number, readonly Answer[]>;
  /** Who ended the run before its time. */
  readonly canceledBy: string | null;
  readonly roles: Roles;
  /** Hash of the last item of evidence there is. */
  readonly evidenceHead: string;
  /** Pictures that were shared, of which nobody said yet what they show. */
  readonly pictures: readonly NamedPicture[];
}

/** The comparison that says what a run comes to, if it made any. */
export function explanationOf(steps: readonly RunStep[]): Explanation | null {
  return decidingIn(steps.flatMap(({ outcome }) => outcome ?? []));
}

/** A run's parameters as a person would type them, all that its runbook takes, to ask for the same again. */
export function givenOf({ source, context, card, definition }: Run): Record<string, string> {
  const asked: Readonly<Record<ParameterName, string | null>> = {
    ...(Object.fromEntries(scopeFields.map((field) => [field, context[field]])) as Scope),
    source,
    window: displayWindow(context),
    timezone: context.timezone,
    currency: context.currency,
    status: context.statuses?.join(",") ?? null,
    date_basis: context.date_basis,
    cost_model: context.cost_model,
    card: card.value,
    metric: card.metric,
    tab: card.tab,
  };
  return Object.fromEntries(
    definition.parameters.flatMap((name) => {
      const value = asked[name];
      return value === null ? [] : [[name, value]];
    }),
  );
}
