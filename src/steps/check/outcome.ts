import type { StepOutcome } from "#step.ts";

export const confirmed: StepOutcome = {
  status: "complete",
  summary: "Confirmed: none found",
  report: [],
  evidence: [],
};

export function attention(summary: string): StepOutcome {
  return { status: "attention", summary, report: [], evidence: [] };
}
