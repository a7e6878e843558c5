import { createHash } from "node:crypto";

import type { Window } from "#model/window.ts";

export const scopeFields = ["workspace", "campaign", "link", "program", "partner"] as const;
export type ScopeField = (typeof scopeFields)[number];
export type Scope = Readonly<Record<ScopeField, string | null>>;
/** The day a record is counted by: that of its event, its approval, or its payment. */
export const dateBases = ["event", "approved", "paid"] as const;
export type DateBasis = (typeof dateBases)[number];

/** Everything that decides which records an export holds; two are equal or differ by named fields. */
export interface FilterContext extends Scope, Window {
  /** Sorted canonical statuses; null for all. */
  readonly statuses: readonly string[] | null;
  readonly currency: string;
  readonly date_basis: DateBasis;
  readonly cost_model: string | null;
}

const fields = [
  ...scopeFields,
  "from",
  "to",
  "timezone",
  "statuses",
  "currency",
  "date_basis",
  "cost_model",
] as const satisfies (keyof FilterContext)[];

/** Canonical JSON: fixed field order, statuses sorted and single. */
function canonicalContext(context: FilterContext): string {
  const statuses = context.statuses && [...new Set(context.statuses)].sort();
  return JSON.stringify(
    Object.fromEntries(
      fields.map((field) => [field, field === "statuses" ? statuses : context[field]]),
    ),
  );
}

/** SHA-256 of the canonical JSON, hexadecimal. */
export function contextHash(context: FilterContext): string {
  return createHash("sha256").update(canonicalContext(context)).digest("hex");
}

/** The names of the fields in which two contexts differ, in canonical order. */
export function differingFields(left: FilterContext, right: FilterContext): string[] {
  const a = JSON.parse(canonicalContext(left)) as Record<string, unknown>;
  const b = JSON.parse(canonicalContext(right)) as Record<string, unknown>;
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
}

/** The scope as `program:prg_main` parts, or `all`. */
export function displayScope(scope: Scope): string {
  const parts = scopeFields.flatMap((field) => (scope[field] ? [`${field}:${scope[field]}`] : []));
  return parts.length > 0 ? parts.join(" ") : "all";
}
