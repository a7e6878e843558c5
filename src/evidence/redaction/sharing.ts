import type { Redactor } from "#evidence/redaction.ts";
import { sharedCopy } from "#evidence/redaction/shared-copy.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";

/** What everybody may read of messages and files. */
export interface Sharing {
  readonly mask: (text: string) => string;
  /** Where the copy of a kept file lies that may be shared, and how much of it differs from what was captured; null where nothing of it may be. */
  readonly copyOf: (
    file: string,
  ) => Promise<{ readonly path: string; readonly changes: number } | null>;
}

/** Shares kept files as masked copies, each kept beside its original as `….masked.csv`; sealed packages are never shared. */
export function sharing({ artifacts, redactor }: SharingParts): Sharing {
  return {
    mask: (text) => redactor.mask(text),
    async copyOf(file) {
      const path = await artifacts.pathOf(file);
      if (/_evidence-sealed_[^_]*\.zip$/.test(file)) return null;
      if (/_evidence-shared_[^_]*\.zip$/.test(file)) return { path, changes: 0 };
      const copy = await sharedCopy({ kind: "file", file, path }, artifacts, redactor);
      if (copy === "unchanged") return { path, changes: 0 };
      if ("leftOut" in copy) return null;
      const kept = await copy.keep(maskedName(file));
      return { path: await artifacts.pathOf(kept.file), changes: copy.masked + copy.neutralised };
    },
  };
}

export interface SharingParts {
  readonly artifacts: ArtifactStore;
  readonly redactor: Redactor;
}

/** `a.csv.gz` -> `a.masked.csv`: masked copies are plain text. */
function maskedName(file: string): string {
  const plain = file.replace(/\.gz$/, "");
  const dot = plain.indexOf(".");
  return dot < 1 ? `${plain}.masked` : `${plain.slice(0, dot)}.masked${plain.slice(dot)}`;
}
