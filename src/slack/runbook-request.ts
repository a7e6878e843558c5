import type { JudgedCheck } from "#model/judged-check.ts";
import { displayWindow } from "#model/window.ts";
import type { Desk } from "#slack/desk.ts";
import { findingValue } from "#slack/finding-id.ts";
import type { FindingId } from "#slack/finding-id.ts";
import type { FormRequest } from "#slack/views/form-button.ts";

/** The runbook that follows a finding, asked for what the check looked at: source, window, scope. */
export function runbookRequest(
  one: JudgedCheck,
  id: FindingId,
  { runbooks, config }: Pick<Desk, "runbooks" | "config">,
): FormRequest {
  const { source, period, currency, program, runbook } = one;
  const settings = config.checks.get(one.check) ?? config.ownChecks.get(one.check);
  const known = {
    source,
    window: displayWindow(period),
    timezone: period.timezone,
    currency,
    ...settings?.scope,
    ...(program === null ? {} : { program }),
  };
  const takes: readonly string[] = runbooks.get(runbook)?.parameters ?? [];
  const given = Object.entries(known).flatMap(([name, value]) =>
    takes.includes(name) && typeof value === "string" ? [[name, value] as const] : [],
  );
  return { runbook, given: Object.fromEntries(given), thread: null, finding: findingValue(id) };
}
