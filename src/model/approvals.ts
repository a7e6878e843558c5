import type { Answer } from "#model/prompt.ts";

/** Where an approval stands: how many people count, how many approvals are void, and what settled it. */
export interface Approvals {
  readonly given: number;
  /** Approvals of evidence that is no longer all there is, of people whose approval does not count. */
  readonly void: number;
  readonly settledBy: Answer | null;
}

/** Each person's approval that stands, the last they gave, and whether it still counts. */
export interface Approval {
  readonly answer: Answer;
  /** True where evidence was added since. */
  readonly isVoid: boolean;
}

/** The approvals given so far, one of each person, in the order of people's first. */
export function approvalsOf(
  answers: readonly Answer[],
  { evidenceHead, requestedBy }: { evidenceHead: string; requestedBy: string | null },
): Approval[] {
  const given = answers.filter(({ action, by }) => action === "approve" && by !== requestedBy);
  const last = new Map(given.map((answer) => [answer.by, answer]));
  return [...last.values()].map((answer) => ({ answer, isVoid: answer.evidence !== evidenceHead }));
}

/**
 * Counts the people who approve the evidence as it stands; the first click of a person counts. What the requester says
 * does not. Where somebody rejected or skipped, what counts is whether enough had approved the evidence of that moment:
 * the word itself is evidence, and must not void those before it.
 */
export function countApprovals(
  answers: readonly Answer[],
  { evidenceHead, requestedBy }: { evidenceHead: string; requestedBy: string | null },
  needed: number,
): Approvals {
  const others = answers.filter(({ by }) => by !== requestedBy);
  const at = others.findIndex(({ action }) => action === "reject" || action === "skip");
  const end = others[at];
  const approving = others
    .slice(0, end ? at : undefined)
    .filter(({ action }) => action === "approve");
  const head = end?.evidence ?? evidenceHead;
  const counted = new Set(
    approving.filter(({ evidence }) => evidence === head).map(({ by }) => by),
  );
  const people = new Set(approving.map(({ by }) => by));
  const given = counted.size;
  return { given, void: people.size - given, settledBy: given >= needed ? null : (end ?? null) };
}
