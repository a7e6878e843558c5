import { createHash } from "node:crypto";

/** What an item of evidence is. */
export const evidenceKinds = [
  "export",
  "manifest",
  "rates",
  "chart",
  "rows",
  "explanation",
  "screenshot",
  "file",
  "message",
  "ids",
  "instant",
  "config_changes",
  "timeline",
  "note",
  "answer",
  "approval",
  "change",
  "package",
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** One item of a run's ledger: a file that was kept, or what a person said or did. */
export interface EvidenceItem {
  readonly kind: EvidenceKind;
  /** What it is, for a person. */
  readonly title: string;
  /** The file in the artifact store; null where the words are all there is. */
  readonly file: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
  /** Records in it, null where it has none. */
  readonly rows: number | null;
  /** Hash of the filter context it was captured in. */
  readonly context_sha256: string;
  /** The configured source it came from, `slack` or `command line`. */
  readonly source: string;
  /** Id of the step it belongs to; null for what people added by themselves. */
  readonly step: string | null;
  /** Slack user id, `countercheck` for what a step captured, `command line (USER)` for who typed there. */
  readonly actor: string;
  /** ISO 8601 with offset, in the run's timezone. */
  readonly at: string;
  /** Where it stands in Slack. */
  readonly permalink: string | null;
  /** What was said: an answer, a note, a reason, the filters and date range a picture shows. */
  readonly words: Readonly<Record<string, string>>;
}

/** Hash of an empty ledger. */
export const noEvidence = "0".repeat(64);

/** The hash of an item chained to the one before it: SHA-256 over that hash and the item as canonical JSON, hexadecimal. */
export function chainedHash(previous: string, item: EvidenceItem): string {
  return createHash("sha256")
    .update(`${previous}\n${canonicalItem(item)}`)
    .digest("hex");
}

const fields = [
  "kind",
  "title",
  "file",
  "sha256",
  "bytes",
  "rows",
  "context_sha256",
  "source",
  "step",
  "actor",
  "at",
  "permalink",
  "words",
] as const satisfies readonly (keyof EvidenceItem)[];

/** Fixed field order, words sorted by name. */
function canonicalItem(item: EvidenceItem): string {
  const words = Object.entries(item.words).sort(([a], [b]) => (a < b ? -1 : 1));
  const values = { ...item, words: Object.fromEntries(words) };
  return JSON.stringify(fields.map((field) => [field, values[field]]));
}

/** An item that approves what stands before it changes nothing that is approved. */
export function isApproval({ kind }: EvidenceItem): boolean {
  return kind === "approval";
}
