import { UsageError } from "#errors.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import { orInLayout } from "#model/layout.ts";
import { nearest } from "#nearest.ts";
import type { Layout } from "#source.ts";

/** Which column of a file holds what; indexes count from 0. */
export interface Binding {
  readonly header: readonly string[];
  readonly canonical: ReadonlyMap<string, number>;
  /** Columns of theirs that are kept as they are, by their own name. */
  readonly extras: ReadonlyMap<string, number>;
}

/** The header a canonical column is read from. */
function headerOf(column: string, layout: Layout): string {
  return layout.columns[column] ?? column;
}

/** The headers by which a file of this dataset is known. */
export function wantedHeaders(dataset: Dataset, layout: Layout): string[] {
  return Object.keys(definitionOf(dataset).columns).map((column) => headerOf(column, layout));
}

/** Finds the dataset's columns in a header, exactly or but for case; a UsageError names what is missing or doubled. */
export function bind(
  { file, header }: { file: string; header: readonly string[] },
  dataset: Dataset,
  layout: Layout,
): Binding {
  const { columns } = definitionOf(dataset);
  const canonical = new Map<string, number>();
  const missing: string[] = [];
  for (const [column, { required }] of Object.entries(columns)) {
    const theirs = headerOf(column, layout);
    const index = positionOf(theirs, header, file);
    if (index !== null) canonical.set(column, index);
    else if (required) missing.push(column);
  }
  const used = new Set(canonical.values());
  if (missing.length > 0) {
    const unused = header.filter((name, index) => name !== "" && !used.has(index));
    const isWrapped = used.size === 0 && header.includes("");
    throw missingColumns({ file, header, unused, isWrapped }, missing, dataset, layout);
  }
  const taken = new Set(reservedNames(dataset));
  const extras = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    if (used.has(index) || name === "" || taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    extras.set(name, index);
  }
  return { header, canonical, extras };
}

/** Names of the table that are ours; a column of theirs with such a name is not kept. */
function reservedNames(dataset: Dataset): string[] {
  return Object.entries(definitionOf(dataset).columns).flatMap(([column, { type }]) => {
    if (type === "time") return [column, `${column}_is_date`];
    return type === "status" ? [column, `source_${column}`] : [column];
  });
}

function positionOf(name: string, header: readonly string[], file: string): number | null {
  const exact = header.flatMap((found, index) => (found === name ? [index] : []));
  const lower = name.toLowerCase();
  const matches =
    exact.length > 0
      ? exact
      : header.flatMap((found, index) => (found.toLowerCase() === lower ? [index] : []));
  if (matches.length > 1) {
    const places = matches.map((index) => index + 1).join(" and ");
    throw new UsageError(
      `${file} has the column "${name}" more than once (columns ${places}), so it is not clear which one counts; remove or rename one.`,
    );
  }
  return matches[0] ?? null;
}

interface Unbound {
  readonly file: string;
  readonly header: readonly string[];
  readonly unused: readonly string[];
  /** Objects without a single key of the dataset: perhaps its records lie deeper. */
  readonly isWrapped: boolean;
}

function missingColumns(
  { file, header, unused, isWrapped }: Unbound,
  missing: readonly string[],
  dataset: Dataset,
  layout: Layout,
): UsageError {
  const names = missing.map((column) => `"${headerOf(column, layout)}"`).join(", ");
  const first = missing[0] ?? "";
  const plain = new Map(
    unused.map((name) => [name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_"), name]),
  );
  const near = nearest(headerOf(first, layout), [...plain.keys()]);
  const example = (near && plain.get(near)) ?? null;
  const hint = example === null ? "" : ` Did you mean "${example}"?`;
  const shown = header
    .filter((name) => name !== "")
    .map((name) => `"${name}"`)
    .join(", ");
  const inner = isWrapped
    ? ` If its records are wrapped, as in {"data": […]}, give the array within by itself.`
    : "";
  return new UsageError(
    `${file} has no column ${names}, which ${dataset} needs; its columns are ${shown}.${hint}${inner} Say which column it is under datasets.${dataset}.columns: { ${first}: ${JSON.stringify(example ?? "their header")} }, ${orInLayout}.`,
  );
}
