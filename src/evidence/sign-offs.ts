import { evidenceHead } from "#evidence/ledger.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import type { Answer, StepOutcome, StepPause } from "#step.ts";

/** What one person said to a step that asks for approval. */
export interface SaidToSignOff extends Pick<Answer, "action" | "by" | "at" | "reason"> {
  /** Hash of the evidence it was said of: that of the last item there was. */
  readonly evidence: string;
  /** True for an approval that does not count, because evidence was added after it. */
  readonly void: boolean;
}

/** A step that asks for approval: what it asked, what people said, and what became of it. */
export interface SignOff {
  readonly step: string;
  /** Null where nobody was asked. */
  readonly question: string | null;
  readonly state: "approved" | "rejected" | "skipped" | "unanswered" | "open" | "not_asked";
  readonly summary: string;
  readonly said: readonly SaidToSignOff[];
}

/** Kinds of steps that somebody has to approve. */
const approving: ReadonlySet<string> = new Set(["approve", "sign"]);

export interface ApprovedStep {
  readonly title: string;
  readonly kind: string;
  readonly pause: StepPause | null;
  readonly outcome: StepOutcome | null;
  readonly endedAt: Date | null;
  /** True where the run went on at a later step. */
  readonly isPassed: boolean;
  readonly answers: readonly Answer[];
}

/** What a step that asks for approval came to; null for any other step. */
export function signOffOf(
  step: ApprovedStep,
  { requestedBy, isOver, ledger }: SignOffRun,
): SignOff | null {
  const { title, kind, pause, outcome } = step;
  const prompt = pause?.prompt ?? null;
  if (!approving.has(kind) && !prompt?.actions.includes("approve")) return null;
  const answers = step.answers.filter(({ by }) => by !== requestedBy);
  const head = headOf(step, answers, ledger);
  return {
    step: title,
    question: prompt?.text ?? null,
    state: stateOf(step, answers, isOver),
    summary: outcome?.summary ?? openSummary(step, isOver),
    said: answers.map(({ action, by, at, reason, evidence }) => {
      return {
        action,
        by,
        at,
        reason,
        evidence,
        void: action === "approve" && evidence !== head,
      };
    }),
  };
}

export interface SignOffRun {
  readonly requestedBy: string | null;
  readonly isOver: boolean;
  readonly ledger: readonly LedgerItem[];
}

function stateOf(
  { pause, outcome, isPassed }: ApprovedStep,
  answers: readonly Answer[],
  isOver: boolean,
): SignOff["state"] {
  if (!pause?.prompt) return outcome || isPassed || isOver ? "not_asked" : "open";
  if (!outcome) return isOver ? "unanswered" : "open";
  if (outcome.status === "complete") return "approved";
  const end = endOf(answers);
  if (end) return end.action === "reject" ? "rejected" : "skipped";
  return "unanswered";
}

function openSummary({ pause, isPassed }: ApprovedStep, isOver: boolean): string {
  if (isPassed) return "The run went past it";
  if (isOver) return "The run ended before it";
  return pause?.summary ?? "Not reached yet";
}

function endOf(answers: readonly Answer[]): Answer | undefined {
  return answers.find(({ action }) => action === "reject" || action === "skip");
}

/** The evidence whose approvals count: as it was approved, as it was when somebody ended it, or as it stood last. */
function headOf(
  { outcome, endedAt }: ApprovedStep,
  answers: readonly Answer[],
  ledger: readonly LedgerItem[],
): string {
  const settling =
    outcome?.status === "complete"
      ? answers.findLast(({ action }) => action === "approve")
      : endOf(answers);
  if (settling) return settling.evidence;
  const until = endedAt?.getTime() ?? Infinity;
  return evidenceHead(ledger.filter(({ at }) => Date.parse(at) <= until));
}
