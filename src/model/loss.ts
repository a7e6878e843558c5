/** A number with the interval it lies in nine times of ten; exact decimals as text. */
export interface Estimate {
  readonly likely: string;
  readonly low: string;
  readonly high: string;
}

/** What an outage cost one program. */
export interface ProgramLoss {
  /** The program's id; null where records name none. */
  readonly program: string | null;
  readonly currency: string;
  /** Conversions that were to be expected while it lasted. */
  readonly expected: Estimate;
  /** Of those, how many have come in since: late, but not lost. */
  readonly recovered: number;
  /** Conversions, and the money of theirs, that are probably lost. */
  readonly missing: Estimate;
  readonly revenue: Estimate;
  /** Null where no commissions of the program are known. */
  readonly commission: Estimate | null;
}

/** What an outage probably cost, program by program; currencies are never added up. */
export interface Loss {
  /** ISO 8601 in UTC, the instant whose records it was reckoned from. */
  readonly at: string;
  readonly programs: readonly ProgramLoss[];
  /** True once late records had their time to come in. */
  readonly isCorrected: boolean;
  /** Why there is none, a sentence; null where there is one. */
  readonly unknown: string | null;
}
