import type { z } from "zod";

import type { Dataset } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Layout } from "#model/layout.ts";

export { amountForms } from "#model/layout.ts";
export type { AmountForm, Layout } from "#model/layout.ts";

export interface ExportRequest {
  readonly dataset: Dataset;
  readonly context: FilterContext;
}

/** Bytes on their way in: a file on this machine, or a stream from a platform. */
export type Part =
  | { readonly name: string; readonly path: string }
  | { readonly name: string; readonly stream: AsyncIterable<Uint8Array> };

/** The world a source may touch, handed in. */
export interface SourceWorld {
  /** Files below a folder whose relative path matches a glob, sorted by name with numbers by their value; the folder is relative to the configuration file. */
  readonly find: (folder: string, pattern: string) => Promise<{ name: string; path: string }[]>;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/** A connection to one kind of platform: it only fetches; the bytes are kept before anything reads them. */
export interface SourceKind<Settings = unknown> {
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  /** Set when it hands over what there is, whatever scope and statuses are asked for. */
  readonly wholeFiles?: true;
  /** The datasets this source can export as configured. */
  datasets(settings: Settings): readonly Dataset[];
  layout(dataset: Dataset, settings: Settings): Layout;
  /** Yields at least one part or throws a SourceError or UsageError that names what is missing. */
  fetch(request: ExportRequest, settings: Settings, world: SourceWorld): AsyncIterable<Part>;
}

export function defineSource<Settings>(source: SourceKind<Settings>): SourceKind<Settings> {
  return source;
}
