import type { EvidenceKind } from "#model/evidence-item.ts";

/** One file kept as evidence: what it is, where it lies in the artifact store, and its hash. */
export interface EvidenceFile {
  readonly kind: EvidenceKind;
  /** Name in the artifact store. */
  readonly file: string;
  readonly title: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Records in it, null where it has none. */
  readonly rows: number | null;
  /** What is said of it in the ledger, such as the reconciliation it belongs to. */
  readonly words?: Readonly<Record<string, string>>;
}

export interface TableColumn {
  readonly title: string;
  readonly align: "left" | "right";
}

/** Something a step has to say, for whichever place shows it; texts are plain, never markup. */
export type ReportItem =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "facts";
      readonly title: string;
      readonly facts: readonly (readonly [string, string])[];
    }
  | { readonly kind: "files"; readonly text: string; readonly files: readonly EvidenceFile[] }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly TableColumn[];
      readonly rows: readonly (readonly string[])[];
    }
  /** What the sealed package of a run lacks yet; where people can add it, with a way to seal again. */
  | { readonly kind: "incomplete"; readonly text: string; readonly run: string }
  /** A heading and a list of things to do, each with the reason before it. */
  | {
      readonly kind: "actions";
      readonly title: string;
      readonly actions: readonly { readonly reason: string; readonly action: string }[];
    };
