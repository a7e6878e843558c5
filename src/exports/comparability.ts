import { IncomparableError } from "#errors.ts";
import type { Capture } from "#model/export.ts";
import { differingFields, scopeFields } from "#model/filter-context.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { displayWindow } from "#model/window.ts";

/** An export as it is laid beside another. */
export type Exported = Pick<Capture, "name" | "source" | "dataset" | "context">;

/** What an export is laid beside: a run, or another export. */
export interface Beside {
  readonly name: string;
  readonly context: FilterContext;
}

/** Refuses an export captured in another filter context than what it is laid beside, naming the fields and the command that captures it alike. */
export function assertComparable(
  exported: Exported,
  { name, context }: Beside,
  options: readonly Option[] = [],
): void {
  const fields = differingFields(context, exported.context);
  if (fields.length === 0) return;
  const differences = fields.map(
    (field) => `${field} (${said(exported.context, field)}, not ${said(context, field)})`,
  );
  throw new IncomparableError(
    `${exported.name} cannot be compared with ${name}: it differs in ${differences.join(", ")}. Export it again in the same filter context:\n  ${exportCommand(exported, context, options)}`,
    fields,
  );
}

/**
 * Refuses what its source narrowed to the filter context to be compared with what its source handed over whole: such
 * files can be told apart only by comparing all they hold.
 */
export function assertNarrowedAlike(
  exported: Capture,
  beside: Capture,
  options: readonly Option[] = [],
): void {
  if (exported.unfiltered === beside.unfiltered) return;
  const [whole, narrow] = exported.unfiltered ? [exported, beside] : [beside, exported];
  const nothing = Object.fromEntries(scopeFields.map((field) => [field, null]));
  const wide: FilterContext = { ...whole.context, ...nothing, statuses: null, cost_model: null };
  const fields = differingFields(wide, whole.context);
  throw new IncomparableError(
    `${whole.name} holds everything ${whole.source} gave, ${narrow.name} only what was asked for. Export both without ${fields.join(", ")}:\n  ${[exported, beside].map((one) => exportCommand(one, wide, options)).join("\n  ")}`,
    fields,
  );
}

/** An option of the command line with its value. */
export type Option = readonly [name: string, value: string];

/** The command line that captures a dataset in a filter context. */
export function exportCommand(
  { dataset, source }: Pick<Exported, "dataset" | "source">,
  context: FilterContext,
  options: readonly Option[] = [],
): string {
  const all = [["source", source] as const, ...contextOptions(context), ...options];
  return commandLine(["export", dataset], all);
}

/** The options of the command line that ask for a filter context, each but for those that ask for everything. */
export function contextOptions(context: FilterContext): Option[] {
  const { timezone, currency, statuses, date_basis: basis, cost_model: model } = context;
  return [
    ["window", displayWindow(context)],
    ["timezone", timezone],
    ["currency", currency],
    ...scopeFields.flatMap((field): Option[] => {
      const id = context[field];
      return id === null ? [] : [[field, id]];
    }),
    ...(statuses === null ? [] : [["status", statuses.join(",")] as const]),
    ...(basis === "event" ? [] : [["date-basis", basis] as const]),
    ...(model === null ? [] : [["cost-model", model] as const]),
  ];
}

/** A command to be pasted into a shell, whatever its values hold. */
export function commandLine(words: readonly string[], options: readonly Option[]): string {
  const given = options.flatMap(([name, value]) => [`--${name}`, quoted(value)]);
  return ["npx countercheck", ...words, ...given].join(" ");
}

function quoted(value: string): string {
  if (/^[\w@%+:,./][\w@%+:,./-]*$/.test(value)) return value;
  return `'${value.replaceAll("'", "'\\''")}'`;
}

function said(context: FilterContext, field: string): string {
  const value: unknown = context[field as keyof FilterContext];
  if (value === null) return "all";
  return Array.isArray(value) ? value.join(",") : String(value);
}
