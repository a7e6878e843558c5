import type { Cause, Side, Verdict } from "#model/explanation.ts";
import type { Finding } from "#model/outcome.ts";
import type { EvidenceFile } from "#model/report.ts";

/** One sheet of a closed month: one comparison of one program in one currency, and what it came to. */
export interface SheetFacts {
  /** Its name in the month's folder. */
  readonly file: string;
  readonly sha256: string;
  readonly reconciliation: string;
  /** Null for all programs as one, empty for records that name none. */
  readonly program: string | null;
  readonly currency: string;
  readonly verdict: Verdict;
  readonly expected: Side;
  readonly actual: Side;
  readonly gap: string;
  readonly causes: readonly Pick<Cause, "cause" | "amount" | "rows">[];
  readonly unexplained: string;
  readonly findings: readonly Finding[];
}

/** A file that was read for a close, by the source's own name and its hash. */
export interface ClosedFile {
  readonly dataset: string;
  readonly file: string;
  readonly sha256: string;
}

/** What a close of one source's month says; the same exports give the same, to the byte. */
export interface CloseFacts {
  /** `2026-10`. */
  readonly month: string;
  readonly source: string;
  readonly timezone: string;
  readonly currency: string;
  readonly sheets: readonly SheetFacts[];
  /** What reading the exports found. */
  readonly findings: readonly Finding[];
  /** Why the month was not ready to be closed, a sentence; null where it was. */
  readonly open: string | null;
  /** Why a comparison was left out, a sentence each. */
  readonly left_out: readonly string[];
  readonly files: readonly ClosedFile[];
}

/** Who answers for a version of a close. */
export interface SignOff {
  /** From 1. */
  readonly version: number;
  /** `Name <mail>`. */
  readonly prepared_by: string;
  /** Empty while nobody else has reviewed it. */
  readonly reviewed_by: readonly string[];
  /** Why it differs from the version before, or was closed though it was not ready; null where neither is so. */
  readonly reason: string | null;
  /** The root hash of an evidence package, or the run it was closed in; null where there is none. */
  readonly evidence: string | null;
}

/** A sheet or total before and after. */
export interface Changed {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A line that only one version has, or that says something else in the other. */
export interface ChangedLine extends Changed {
  readonly change: "added" | "removed" | "changed";
}

/** How one sheet differs between two versions. */
export interface SheetDifference {
  readonly file: string;
  readonly totals: readonly Changed[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** The first hundred. */
  readonly lines: readonly ChangedLine[];
}

/** How a close differs from another version of itself. */
export interface CloseDifference {
  readonly sheets: readonly SheetDifference[];
  /** Files read whose bytes are others, or that only one version read. */
  readonly files: readonly Changed[];
  /** True where no sheet and no file differs, but a verdict or finding does. */
  readonly only_words: boolean;
}

/** The title under which a run keeps what its close says, beside its sheets. */
export const closeTitle = "What the close says";

/** A close drafted by a run: its sheets are kept as evidence, and nothing is in the books yet. */
export interface DraftedClose {
  readonly facts: CloseFacts;
  /** What the close says, then its sheets, titled by their file names. */
  readonly files: readonly EvidenceFile[];
  /** The version that is closed already, and how the draft differs, null where it does not; null where none is closed. */
  readonly before: {
    readonly signOff: SignOff;
    readonly difference: { readonly sentence: string; readonly lines: readonly string[] } | null;
  } | null;
}

/** A close as it stands in the books. */
export interface SignedClose {
  readonly commit: string;
  readonly signOff: SignOff;
}

/** Of `Name <mail>` the name: what a thread is told, where addresses are masked. */
export function nameIn(person: string): string {
  return person.replace(/ <[^>]*>$/, "");
}

/** A close's numbers in one line: `prg_main USD: 12 commissions …`. */
export function sheetTitle({
  program,
  currency,
  reconciliation,
}: Pick<SheetFacts, "program" | "currency" | "reconciliation">): string {
  const whose =
    program === null ? "all programs" : program === "" ? "records without a program" : program;
  return `${reconciliation === "payout-mismatch" ? "Payouts" : "Revenue"}, ${whose}, ${currency}`;
}
