import { createHash } from "node:crypto";

import type { DateTime } from "luxon";

import type { Dataset } from "#model/datasets.ts";
import { displayScope } from "#model/filter-context.ts";
import type { FilterContext } from "#model/filter-context.ts";

/** What an export is named after; `at` is the instant of its capture. */
export interface ExportNaming {
  readonly source: string;
  readonly dataset: Dataset;
  readonly context: FilterContext;
  readonly at: DateTime;
}

export type ExportForm = "csv" | "json" | "jsonl";

/**
 * The convention of docs/datasets.md without an extension: lower case, at most 175 characters, safe on every file
 * system whatever the scope holds; equal input, equal name.
 */
export function exportName({ source, dataset, context, at }: ExportNaming): string {
  const scope = displayScope(context);
  return [
    field(source, 20),
    dataset,
    field(scope.replaceAll(/(^| )[a-z]+:/g, " ").trim(), 32, scope),
    context.from,
    context.to,
    field(context.timezone, 30),
    field(context.statuses === null ? "all" : [...context.statuses].sort().join(" "), 24),
    field(context.currency, 8),
    at.toUTC().toFormat("yyyyMMdd't'HHmmssSSS'z'"),
  ].join("_");
}

/** The name of one file of an export; `part` counts from 1, null when it is the only one. */
export function partName(
  name: string,
  { part, form, gzip }: { part: number | null; form: ExportForm; gzip: boolean },
): string {
  return `${name}${part === null ? "" : `_part-${part}`}.${form}${gzip ? ".gz" : ""}`;
}

export function manifestName(name: string): string {
  return `${name}.manifest.json`;
}

/** The next name to try when another content has this one: `a.csv.gz` -> `a-2.csv.gz`. */
export function suffixed(name: string, count: number): string {
  const dot = name.indexOf(".");
  return dot < 1 ? `${name}-${count}` : `${name.slice(0, dot)}-${count}${name.slice(dot)}`;
}

/** A value as one field; what a reader could not tell apart afterwards gets eight characters of its hash. */
function field(value: string, limit: number, identity = value): string {
  const slug = value
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const plain = /^[a-z0-9]+([ _/-][a-z0-9]+)*$/i.test(value) && slug.length <= limit;
  if (plain) return slug;
  const hash = createHash("sha256").update(identity).digest("hex").slice(0, 8);
  const kept = slug.slice(0, limit - hash.length - 1).replace(/-+$/, "");
  return kept === "" ? hash : `${kept}-${hash}`;
}
