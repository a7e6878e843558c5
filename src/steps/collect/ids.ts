import { definitionOf } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import { collectedIn } from "#model/earlier.ts";
import type { ExportManifest } from "#model/export.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { ScopeField } from "#model/filter-context.ts";
import { identifier } from "#reconcile/sql.ts";
import type { StepInput, StepOutcome, StepWorld } from "#step.ts";

/** Ids of one kind that are kept; the exports have them all. */
const most = 1000;
/** Ids of one kind that are said. */
const shown = 5;

interface Found {
  readonly field: ScopeField;
  readonly total: number;
  readonly ids: readonly string[];
}

/** A file without any id would pass for the artifact that is missing. */
const noIds: StepOutcome = {
  status: "attention",
  summary: "No ids in what was collected",
  report: [],
  evidence: [],
};

/** Keeps the ids involved: those asked for, and those in the exports of the run. */
export async function collectIds(
  { context, outcomes }: StepInput,
  world: StepWorld,
): Promise<StepOutcome> {
  const exports = collectedIn(outcomes);
  const found: Found[] = [];
  for (const field of scopeFields) {
    const asked = context[field];
    if (asked === null) found.push(await idsIn(field, exports, world));
    else found.push({ field, total: 1, ids: [asked] });
  }
  const some = found.filter(({ total }) => total > 0);
  if (some.length === 0) return noIds;
  const ids = Object.fromEntries(some.map(({ field, ...rest }) => [field, rest]));
  const document = { context, ids };
  const kept = await world.keep("ids", "Ids involved", document);
  return {
    status: "complete",
    summary: some.map(counted).join(", "),
    report: [
      { kind: "facts", title: "Ids involved", facts: some.map(fact) },
      { kind: "files", text: "The ids involved.", files: [kept] },
    ],
    evidence: [kept],
  };
}

async function idsIn(
  field: ScopeField,
  exports: readonly ExportManifest[],
  world: StepWorld,
): Promise<Found> {
  const column = `${field}_id`;
  const having = exports.filter(({ dataset }) => column in definitionOf(dataset).columns);
  if (having.length === 0) return { field, total: 0, ids: [] };
  const select = ({ dataset }: { dataset: Dataset }): string =>
    `SELECT DISTINCT ${column} AS id FROM ${identifier(dataset)} WHERE ${column} IS NOT NULL`;
  const rows = await world.query(
    `SELECT id, count(*) OVER () AS total FROM (${having.map(select).join(" UNION ")}) ORDER BY id LIMIT ${most}`,
    having,
  );
  const ids = rows.flatMap(({ id }) => (id ? [id] : []));
  return { field, total: Number(rows[0]?.["total"] ?? 0), ids };
}

function counted({ field, total }: Found): string {
  return `${total.toLocaleString("en-US")} ${field}${total === 1 ? "" : "s"}`;
}

function fact({ field, total, ids }: Found): [string, string] {
  const more = total > shown ? ` and ${(total - shown).toLocaleString("en-US")} more` : "";
  return [field, `${ids.slice(0, shown).join(", ")}${more}`];
}
