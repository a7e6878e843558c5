import type { Check, CheckResult, Measured, Measuring } from "#check.ts";
import { overTables, unscopable, untold } from "#cadence/check-tables.ts";
import type { TablesInput } from "#cadence/check-tables.ts";
import { ConfigError, SourceError, UsageError } from "#errors.ts";
import { noCard } from "#model/card.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import { listed } from "#model/phrases.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { queryExports } from "#runs/export-query.ts";

/** One dataset as it was gathered: read into a table, or why it could not be. */
export type Gathered =
  | { readonly manifest: ExportManifest; readonly available: readonly string[] }
  | { readonly fault: unknown };

export interface JudgeInput extends TablesInput {
  /** Whose data it is. */
  readonly source: string;
  /** What was gathered for the check: every dataset it names that the source exports. */
  readonly gathered: Readonly<Partial<Record<Dataset, Gathered>>>;
  /** Told of what stood in the way of a judgement, before it becomes the outcome `error`. */
  readonly onFault?: ((fault: unknown) => void) | undefined;
}

/** Measures and judges one check; whatever stands in its way is an outcome, never a pass and never thrown. */
export async function judgeCheck<Settings>(
  check: Check<Settings>,
  settings: Settings,
  input: JudgeInput,
): Promise<CheckResult> {
  try {
    const unjudged = standingInTheWay(check, input);
    if (unjudged) return unjudged;
    const { narrowed, sentence } = withinScope(check, input);
    const measured = await measure(check, settings, narrowed);
    const result = heeding(check.judge(measured, settings), readingFaults(check, narrowed));
    return sentence === null ? result : { ...result, text: `${result.text} ${sentence}` };
  } catch (error) {
    input.onFault?.(error);
    return unmeasured("error", sentenceOf(error));
  }
}

/** Whose fault it is and what next; a bug of one check must not cost the others their digest. */
export function sentenceOf(error: unknown): string {
  const isTold =
    error instanceof UsageError || error instanceof SourceError || error instanceof ConfigError;
  if (isTold) return error.message;
  const [words] = (error instanceof Error ? error.message : String(error)).split("\n", 1);
  return `A fault of Countercheck, not of your data: ${words} The log has the rest; please report it.`;
}

/** A result without a number. */
export function unmeasured(outcome: "no_data" | "not_available" | "error", text: string) {
  return {
    outcome,
    text,
    metric: null,
    expected: { from: null, to: null },
    atRisk: "0",
    rows: [],
  } satisfies CheckResult;
}

function standingInTheWay(
  { needs }: Pick<Check, "needs">,
  { gathered, source, context }: JudgeInput,
): CheckResult | null {
  const wanted = Object.entries(needs) as [Dataset, readonly string[]][];
  const lacking = wanted.map(([dataset]) => dataset).filter((dataset) => !gathered[dataset]);
  if (lacking.length > 0) {
    return unmeasured(
      "not_available",
      `${source} does not export ${listed(lacking, lacking.length)}.`,
    );
  }
  const availableOf = (dataset: Dataset): readonly string[] => {
    const found = gathered[dataset];
    return found && !("fault" in found) ? found.available : [];
  };
  const datasets = wanted.map(([dataset]) => dataset);
  const beyond = unscopable(datasets, availableOf, context);
  if (beyond) {
    const { dataset, field } = beyond;
    const text = `The ${dataset} of ${source} tell no ${field}s, so they cannot be narrowed to ${field} ${context[field]}.`;
    return unmeasured("not_available", text);
  }
  for (const [dataset, columns] of wanted) {
    const found = gathered[dataset];
    if (!found) continue;
    if ("fault" in found) throw found.fault;
    const missing = columns.filter((column) => !found.available.includes(column));
    if (found.manifest.rows === 0) {
      return unmeasured("no_data", `The ${dataset} export of ${source} holds no record.`);
    }
    if (missing.length > 0) {
      const text = `The ${dataset} export of ${source} has no column ${listed(missing, missing.length)}.`;
      return unmeasured("not_available", text);
    }
  }
  return null;
}

/** What is only looked at where it is exported, and cannot be narrowed to the scope, is left out, and that is said. */
function withinScope(
  { needs, uses = [] }: Pick<Check, "needs" | "uses">,
  input: JudgeInput,
): { narrowed: JudgeInput; sentence: string | null } {
  const { context } = input;
  const out = uses.flatMap((dataset) => {
    const found = input.gathered[dataset];
    if (!found || "fault" in found || dataset in needs) return [];
    const field = untold(dataset, found.available, context);
    return field === null ? [] : [{ dataset, field }];
  });
  if (out.length === 0) return { narrowed: input, sentence: null };
  const names = new Set<string>(out.map(({ dataset }) => dataset));
  const without = <Value>(all: Readonly<Partial<Record<Dataset, Value>>>) =>
    Object.fromEntries(Object.entries(all).filter(([dataset]) => !names.has(dataset)));
  const fields = [...new Set(out.map(({ field }) => field))].join(" or ");
  return {
    narrowed: { ...input, tables: without(input.tables), gathered: without(input.gathered) },
    sentence: `Left out, because they tell no ${fields}: ${listed([...names].toSorted(), names.size)}.`,
  };
}

/** Seconds a check's SELECT may take unless it says otherwise. */
const longest = 600;

async function measure<Settings>(
  check: Check<Settings>,
  settings: Settings,
  input: JudgeInput,
): Promise<Measured> {
  const { period, context, connection, tables } = input;
  const measuring = measuringOf(input);
  const how = check.measure(settings, measuring);
  const measured = { period, currency: context.currency };
  const select = typeof how === "string" ? how : how.select;
  const rows =
    select === undefined
      ? []
      : await queryExports(
          connection,
          await overTables(select, check, {
            ...input,
            tables: namedBy(check, tables),
            capturedAt: lastCapture(input),
          }),
          { longest: check.seconds ?? longest },
        );
  const isCompared = typeof how !== "string" && (rows.length > 0 || how.needsRows !== true);
  if (!isCompared) return { ...measured, rows };
  const reconciliation = reconciliations[how.reconciliation];
  if (!reconciliation) throw new Error(`there is no reconciliation "${how.reconciliation}"`);
  const { explanation } = await reconciliation.explain({
    ...input,
    context: { ...context, ...how.over },
    card: noCard,
    findings: [],
  });
  return { ...measured, rows, explanation };
}

function lastCapture({ gathered, capturedAt }: JudgeInput): string | undefined {
  const instants = Object.values(gathered).flatMap((found) => {
    // A manifest made by hand need not say it.
    const at = "fault" in found ? undefined : found.manifest.captured_at;
    return at === undefined ? [] : [at];
  });
  return instants.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? capturedAt;
}

function namedBy(
  { needs, uses = [] }: Pick<Check, "needs" | "uses">,
  tables: JudgeInput["tables"],
): JudgeInput["tables"] {
  const named = new Set<string>([...Object.keys(needs), ...uses]);
  return Object.fromEntries(Object.entries(tables).filter(([dataset]) => named.has(dataset)));
}

function measuringOf({ gathered, period }: JudgeInput): Measuring {
  const read = Object.entries(gathered).flatMap(([dataset, found]) =>
    "fault" in found ? [] : [[dataset, found.available] as const],
  );
  return {
    period,
    datasets: read.map(([dataset]) => dataset as Dataset),
    columns: Object.fromEntries(read),
  };
}

/** What reading the exports found that no judgement may be silent of: exports that could not be read, and records. */
function readingFaults({ needs, uses = [] }: Pick<Check, "needs" | "uses">, input: JudgeInput) {
  const named = [...(Object.keys(needs) as Dataset[]), ...uses].flatMap(
    (dataset) => input.gathered[dataset] ?? [],
  );
  return {
    unread: named.flatMap((found) => ("fault" in found ? [sentenceOf(found.fault)] : [])),
    doubtful: named.flatMap((found) => {
      if ("fault" in found) return [];
      return found.manifest.findings.flatMap(({ severity, message }) =>
        severity === "info" ? [] : [message],
      );
    }),
  };
}

/** A number that rests on records which could not all be read is no pass; what could not be read at all is told first. */
function heeding(
  result: CheckResult,
  { unread, doubtful }: ReturnType<typeof readingFaults>,
): CheckResult {
  if (result.outcome !== "pass") {
    return unread.length === 0 ? result : { ...result, text: [result.text, ...unread].join(" ") };
  }
  if (unread.length + doubtful.length === 0) return result;
  const text = [...unread, result.text, ...doubtful].join(" ");
  return { ...result, outcome: "warn", text };
}
