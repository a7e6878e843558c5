import { givenToNext } from "#cadence/next-runbook.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
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
  const { scope = {} } = config.checks.get(one.check) ?? config.ownChecks.get(one.check) ?? {};
  const given = givenToNext(one, scope, runbooks.get(one.runbook)?.parameters ?? []);
  return { runbook: one.runbook, given, thread: null, finding: findingValue(id) };
}
