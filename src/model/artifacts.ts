import type { EvidenceItem } from "#model/evidence-item.ts";

interface Artifact {
  /** What a package lacks without it, after the word no. */
  readonly name: string;
  readonly isIn: (item: EvidenceItem) => boolean;
}

/** The five artifacts whoever an issue is escalated to asks for. */
const artifacts: readonly Artifact[] = [
  { name: "screenshot with a date range", isIn: isShownInFull },
  { name: "export", isIn: ({ kind }) => kind === "export" },
  { name: "ids", isIn: ({ kind }) => kind === "ids" },
  { name: "instant with its timezone", isIn: isObserved },
  { name: "config changes", isIn: ({ kind }) => kind === "config_changes" },
];

/** The names of the artifacts a ledger does not hold yet. */
export function missingArtifacts(evidence: readonly EvidenceItem[]): string[] {
  return artifacts.filter(({ isIn }) => !evidence.some(isIn)).map(({ name }) => name);
}

/** A screenshot of which it is said what filters and date range it shows. */
export function isShownInFull({ kind, words }: EvidenceItem): boolean {
  return kind === "screenshot" && isSaid(words["filters"]) && isSaid(words["date_range"]);
}

/** An instant at which the issue was observed, with its offset, and the zone it was read in. */
function isObserved({ kind, words }: EvidenceItem): boolean {
  const at = words["observed_at"] ?? "";
  return kind === "instant" && /T.+([+-]\d{2}:\d{2}|Z)$/.test(at) && isSaid(words["timezone"]);
}

function isSaid(words: string | undefined): boolean {
  return words !== undefined && words.trim() !== "";
}

/** How complete a package would be: `5 of 5`, `4 of 5: no screenshot with a date range`. */
export function completeness(missing: readonly string[]): string {
  const count = `${artifacts.length - missing.length} of ${artifacts.length}`;
  if (missing.length === 0) return count;
  return `${count}: ${missing.map((name) => `no ${name}`).join(", ")}`;
}
