import type { Dataset } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Layout } from "#model/layout.ts";
import type { Finding } from "#model/outcome.ts";

/** One record that could not be read: where it stands and what is accepted there. */
export interface Reject {
  /** The source's own file name. */
  readonly file: string;
  /** 1-based line of the file, of the uncompressed text. */
  readonly line: number;
  readonly column: string;
  /** As found, cut at 200 characters. */
  readonly value: string;
  readonly reason: string;
}

/** One file of an export, bytes as received. */
export interface ExportPart {
  /** Name in the artifact store, by the convention of docs/datasets.md. */
  readonly file: string;
  /** The source's own name. */
  readonly original: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Records read of it, as `rows` of the manifest counts them; told where an export has several files. */
  readonly rows?: number;
}

/** Captured bytes and what they are: one dataset in one filter context from one source. */
export interface Capture {
  readonly name: string;
  readonly source: string;
  readonly dataset: Dataset;
  readonly context: FilterContext;
  readonly context_sha256: string;
  /** ISO 8601 with offset, in the context's timezone. */
  readonly captured_at: string;
  /** Set when the source gave more than the scope or the statuses of the context ask for. */
  readonly unfiltered?: true;
  readonly parts: readonly ExportPart[];
}

/** A capture as it can be read before its bytes are hashed. */
export type NamedCapture = Omit<Capture, "parts"> & {
  readonly parts: readonly Pick<ExportPart, "original" | "file">[];
};

/** A capture that has been read once; written beside its parts as `<name>.manifest.json`. */
export interface ExportManifest extends Capture {
  /** How it was read, and is read again whatever the settings say by then. */
  readonly layout: Layout;
  /** Records read, rejects not included; repeated ids counted once. */
  readonly rows: number;
  readonly rejected: number;
  /** The first hundred. */
  readonly rejects: readonly Reject[];
  readonly findings: readonly Finding[];
}
