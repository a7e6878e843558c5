/** What is wrong with a package: the first thing found, front to back. */
export interface Problem {
  readonly kind: "altered" | "added" | "removed" | "reordered" | "damaged" | "other";
  /** The file or item concerned; null where it is none. */
  readonly item: string | null;
  /** One sentence for a person. */
  readonly sentence: string;
}

/** Thrown on the way through a package, at the first thing that is not as it was sealed. */
export class Discrepancy extends Error {
  readonly problem: Problem;
  /** True where every file before it was found as it was sealed: no other reader can know better. */
  readonly isCertain: boolean;

  constructor(kind: Problem["kind"], item: string | null, sentence: string, isCertain = false) {
    super(sentence);
    this.problem = { kind, item, sentence };
    this.isCertain = isCertain;
  }
}
