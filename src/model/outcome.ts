import type { FindingId } from "#model/findings.ts";

/** What a check can conclude; none but `pass` is a pass. */
export type Outcome = "pass" | "warn" | "fail" | "no_data" | "not_available" | "error";

/** Something worth saying about the data or the comparison, beside the money. */
export interface Finding {
  readonly id: FindingId | "column_missing";
  readonly severity: "info" | "warn" | "fail";
  readonly message: string;
  readonly rows: number;
  /** The field of the filter context it is about, where it is about one. */
  readonly field?: string;
}
