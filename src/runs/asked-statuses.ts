import { UsageError } from "#errors.ts";
import { definitionOf } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import { suggestion } from "#nearest.ts";
import type { RunbookStep } from "#runbook.ts";

/**
 * The statuses a runbook can be asked for by what it collects: those that every export filtered by status has, else all
 * that any has; null where the source's own words are among them, so that any word may be one.
 */
export function statusesOf(steps: readonly RunbookStep[]): readonly string[] | null {
  const collected = steps.flatMap(collectedBy);
  const filtered = collected.filter(({ isFiltered }) => isFiltered).map(({ dataset }) => dataset);
  const [first, ...others] = filtered.flatMap((dataset) => {
    const { statuses } = definitionOf(dataset);
    return statuses ? [statuses] : [];
  });
  if (first) return first.filter((status) => others.every((known) => known.includes(status)));
  const vocabularies = collected
    .map(({ dataset }) => definitionOf(dataset))
    .filter(({ columns }) => "status" in columns)
    .map(({ statuses }) => statuses);
  if (vocabularies.length === 0 || vocabularies.includes(undefined)) return null;
  return [...new Set(vocabularies.flatMap((statuses) => statuses ?? []))];
}

/** What a step collects, and whether the run cannot do without it filtered by the statuses asked for. */
function collectedBy(step: RunbookStep): { dataset: Dataset; isFiltered: boolean }[] {
  if (step.kind !== "collect" || typeof step["dataset"] !== "string") return [];
  const isFiltered = step["statuses"] !== "all" && step["optional"] !== true;
  return [{ dataset: step["dataset"] as Dataset, isFiltered }];
}

/** Reads `a,b` as sorted statuses; one that the runbook cannot be asked for is refused with the one that was meant. */
export function readStatuses(text: string | null, steps: readonly RunbookStep[]): string[] | null {
  if (text === null) return null;
  const known = statusesOf(steps);
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
    .map((word) => known?.find((status) => status === word.toLowerCase()) ?? word);
  const unknown = words.find((word) => known && !known.includes(word));
  if (known && unknown !== undefined) {
    const sentence = `status=${unknown} is not known.${suggestion(unknown, known)}`;
    throw new UsageError(sentence, ["status"]);
  }
  return [...new Set(words)].sort();
}
