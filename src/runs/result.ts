import { join } from "node:path";

import { comparisonsIn, verdictIn } from "#model/earlier.ts";
import type { Compared } from "#model/earlier.ts";
import { verdictOf } from "#model/explanation.ts";
import type { Explanation, Verdict } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { StepOutcome } from "#step.ts";

/** A comparison as it is printed. */
interface Told extends Pick<
  Explanation,
  "expected" | "actual" | "gap" | "causes" | "unexplained" | "findings" | "hypotheses"
> {
  /** Whether two captures in a row agreed, where it was captured again. */
  readonly converged?: "yes" | "no";
}

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
  readonly converged?: Told["converged"];
  /** The comparisons of a run that made several, but the one above, which says what it comes to. */
  readonly besides?: readonly (Told & { reconciliation: string; verdict: Verdict })[];
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
  const [deciding, ...besides] = comparisonsIn(outcomes);
  const files = outcomes.flatMap((outcome) => outcome.evidence);
  const evidence = files.map((file) => shown(file, folder));
  const verdict = verdictIn(outcomes) ?? "no_data";
  if (!deciding) return { ...nothing, runbook, verdict, context, evidence };
  return {
    runbook,
    verdict,
    context,
    ...told(deciding),
    ...(besides.length > 0 ? { besides: besides.map(beside) } : {}),
    evidence,
    refusal: null,
  };
}

function beside(compared: Compared) {
  const { reconciliation, explanation } = compared;
  return { reconciliation, verdict: verdictOf(explanation), ...told(compared) };
}

function told({ explanation }: Compared): Told {
  const { expected, actual, gap, causes, unexplained, findings, hypotheses } = explanation;
  return {
    expected,
    actual,
    gap,
    causes: causes.map(({ cause, amount, rows, examples }) => ({ cause, amount, rows, examples })),
    unexplained,
    findings: findings.map(({ id, severity, message, rows }) => ({ id, severity, message, rows })),
    ...(hypotheses ? { hypotheses } : {}),
    ...(explanation.converged === undefined
      ? {}
      : { converged: explanation.converged ? "yes" : "no" }),
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
