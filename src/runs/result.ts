import { join } from "node:path";

import { decidingIn, verdictIn } from "#model/earlier.ts";
import type { Explanation, Verdict } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { StepOutcome } from "#step.ts";

/** What `runbook run --json` prints (docs/command-line.md): a stable contract. */
export interface RunResult {
  readonly runbook: string;
  readonly verdict: Verdict;
  readonly context: FilterContext | null;
  readonly expected: Explanation["expected"] | null;
  readonly actual: Explanation["actual"] | null;
  readonly gap: string | null;
  readonly causes: Explanation["causes"];
  readonly unexplained: string | null;
  readonly findings: Explanation["findings"];
  /** What a search over contexts found, fewest changes first. */
  readonly hypotheses?: Explanation["hypotheses"];
  /** Whether two captures in a row agreed, where it was captured again. */
  readonly converged?: "yes" | "no";
  readonly evidence: readonly { file: string; sha256: string; rows: number | null }[];
  readonly refusal: { readonly fields: readonly string[]; readonly message: string } | null;
}

/** The result of a finished run; `folder` is where the artifact store lies. */
export function resultOf(
  runbook: string,
  context: FilterContext,
  outcomes: readonly StepOutcome[],
  folder: string,
): RunResult {
  const explanation = decidingIn(outcomes);
  const files = outcomes.flatMap((outcome) => outcome.evidence);
  const evidence = files.map((file) => shown(file, folder));
  const verdict = verdictIn(outcomes) ?? "no_data";
  if (!explanation) return { ...nothing, runbook, verdict, context, evidence };
  const { expected, actual, gap, causes, unexplained, findings } = explanation;
  return {
    runbook,
    verdict,
    context,
    expected,
    actual,
    gap,
    causes: causes.map(({ cause, amount, rows, examples }) => ({ cause, amount, rows, examples })),
    unexplained,
    findings: findings.map(({ id, severity, message, rows }) => ({ id, severity, message, rows })),
    ...(explanation.hypotheses ? { hypotheses: explanation.hypotheses } : {}),
    ...(explanation.converged === undefined
      ? {}
      : { converged: explanation.converged ? "yes" : "no" }),
    evidence,
    refusal: null,
  };
}

const nothing = {
  expected: null,
  actual: null,
  gap: null,
  causes: [],
  unexplained: null,
  findings: [],
  evidence: [],
  refusal: null,
} as const;

/** The result of a run refused before it could compare anything. */
export function refusalOf(
  runbook: string,
  context: FilterContext | null,
  refusal: { fields: readonly string[]; message: string },
): RunResult {
  return { ...nothing, runbook, verdict: "refused", context, refusal };
}

function shown({ file, sha256, rows }: EvidenceFile, folder: string) {
  return { file: join(folder, file), sha256, rows };
}
