import { ConfigError, SourceError, UsageError } from "#errors.ts";
import type { StepOutcome } from "#step.ts";

/** How a step ended: with an outcome, or with a sentence and whose fault it is. */
export type Ending =
  | { readonly kind: "outcome"; readonly outcome: StepOutcome }
  | { readonly kind: "refused" | "failed"; readonly sentence: string };

/** Says whose fault a step's error is; what is none of ours to expect is a fault of this program. */
export function endingOf(error: unknown, runId: string): Ending & { readonly isBug: boolean } {
  if (error instanceof UsageError) {
    return { kind: "refused", sentence: error.message, isBug: false };
  }
  if (error instanceof SourceError || error instanceof ConfigError) {
    return { kind: "failed", sentence: error.message, isBug: false };
  }
  return {
    kind: "failed",
    sentence: `This is a fault of Countercheck, not of your data: ${shortened(error)} The log tells more under run ${runId}; start the run again once it is mended.`,
    isBug: true,
  };
}

/** The outcome a step without one leaves behind. */
export function failedOutcome(sentence: string): StepOutcome {
  return { status: "failed", summary: sentence, report: [], evidence: [] };
}

function shortened(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split("\n", 1)[0]?.trim() ?? "";
  const cut = line.length > 300 ? `${line.slice(0, 299)}…` : line;
  return /[.!?…]$/.test(cut) ? cut : `${cut || "an error without a message"}.`;
}
