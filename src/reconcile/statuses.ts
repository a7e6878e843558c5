import { UsageError } from "#errors.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { literal } from "#reconcile/sql.ts";

/** True where a status column has one of the statuses asked for, or none were; a status the dataset does not know is refused. */
export function inStatuses(
  dataset: Dataset,
  { statuses }: Pick<FilterContext, "statuses">,
  column: string,
): string {
  if (statuses === null) return "true";
  const asked = statuses.map((status) => status.toLowerCase());
  const known = definitionOf(dataset).statuses;
  const unknown = known && asked.find((status) => !known.includes(status));
  if (unknown !== undefined) {
    throw new UsageError(
      `The ${dataset} dataset has no status "${unknown}"; it has ${known?.join(", ")}.`,
      ["status"],
    );
  }
  return `coalesce(lower(${column}) IN (${asked.map(literal).join(", ")}), false)`;
}
