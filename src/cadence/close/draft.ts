import { createHash } from "node:crypto";

import { notReady } from "#cadence/close/readiness.ts";
import { prepareHomes, tablesOf } from "#cadence/close/sheet-homes.ts";
import type { SheetHome } from "#cadence/close/sheet-homes.ts";
import { payoutLines, revenueLines } from "#cadence/close/sheet-lines.ts";
import type { ReadExports, SheetLine } from "#cadence/close/sheet-lines.ts";
import { sheetFile, sheetText } from "#cadence/close/sheet-text.ts";
import type { Check } from "#check.ts";
import { UsageError } from "#errors.ts";
import type { Workbench } from "#exports/workbench.ts";
import { noCard } from "#model/card.ts";
import type { CloseFacts, SheetFacts } from "#model/close.ts";
import type { Dataset } from "#model/datasets.ts";
import { verdictOf } from "#model/explanation.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { displayWindow } from "#model/window.ts";
import { overflowFault } from "#reconcile/overflow.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import type { RatesUsed } from "#runs/rates-used.ts";

/** What a close looks at: those it cannot do without, and those revenue is compared by where they are exported. */
export const closedDatasets: readonly Dataset[] = [
  "commissions",
  "payouts",
  "conversions",
  "events",
  "cards",
];

export interface DraftInput {
  readonly bench: Workbench;
  readonly source: string;
  /** The whole month, all programs and statuses, in the reporting currency. */
  readonly context: FilterContext;
  readonly exports: ReadExports;
  readonly rates: RatesUsed;
  readonly sourceTimezone: string;
  /** Says whether the month is ready to be closed; null where nobody asks. */
  readonly readiness: Check | null;
  /** Why an export could not be had, a sentence each. */
  readonly leftOut: readonly string[];
}

/** A month's sheets as they would be closed: the same exports make the same bytes. */
export interface Draft {
  readonly facts: CloseFacts;
  /** The sheets by their file names. */
  readonly sheets: ReadonlyMap<string, string>;
}

/** Compares a month's payouts by program and currency, and its revenue where that can be told; a UsageError where there is nothing to close. */
export async function draftClose(input: DraftInput): Promise<Draft> {
  const { commissions, payouts } = input.exports;
  const { context, source } = input;
  if (!commissions || !payouts) {
    throw new UsageError(
      `${source} does not export commissions and payouts, so its month cannot be closed; configure both, or name another source.`,
      ["source"],
    );
  }
  const month = displayWindow(context);
  const sheets = new Map<string, string>();
  const facts: SheetFacts[] = [];
  const leftOut = [...input.leftOut];
  const tables = { commissions: commissions.table, payouts: payouts.table };
  const add = (home: SheetHome, kind: "payouts" | "revenue", told: Told): void => {
    const file = sheetFile(kind, home);
    const text = sheetText(told.lines);
    sheets.set(file, text);
    facts.push(factsOf(file, text, home, told));
  };
  for (const home of await prepareHomes(input.bench.connection, tables)) {
    const asked = { ...context, currency: home.currency };
    const narrowed = tablesOf(tables, home);
    const told = await compare(input, "payout-mismatch", { context: asked, tables: narrowed });
    if (!isSilent(told.explanation)) add(home, "payouts", told);
  }
  if (sheets.size === 0) {
    throw new UsageError(
      `There is nothing to close: ${source} has no commission and no payout of ${month}. Look at its exports before believing that nothing happened.`,
      ["window"],
    );
  }
  const home = { program: null, currency: context.currency };
  const revenue = await revenueOf(input);
  if (typeof revenue === "string") leftOut.push(revenue);
  else if (revenue) add(home, "revenue", revenue);
  const { bench, rates, sourceTimezone, readiness } = input;
  const judging = { connection: bench.connection, rates: rates.table, sourceTimezone };
  return {
    sheets,
    facts: {
      month,
      source,
      timezone: context.timezone,
      currency: context.currency,
      sheets: facts,
      findings: Object.values(input.exports).flatMap(({ manifest }) => manifest.findings),
      open: await notReady(readiness, input.exports, { ...judging, context, source }),
      left_out: leftOut,
      files: filesOf(input),
    },
  };
}

interface Told {
  readonly reconciliation: string;
  readonly explanation: Explanation;
  readonly lines: readonly SheetLine[];
}

async function compare(
  { bench, exports, rates, sourceTimezone }: DraftInput,
  id: "payout-mismatch" | "revenue-mismatch",
  { context, tables }: Pick<ReconcileInput, "context" | "tables">,
): Promise<Told> {
  const reconciliation = reconciliations[id];
  if (!reconciliation) throw new Error(`there is no reconciliation "${id}"`);
  const { connection } = bench;
  const given = { connection, tables, context, sourceTimezone, rates: rates.table };
  const { explanation } = await reconciliation
    .explain({ ...given, card: noCard, findings: [] })
    .catch(async (error: unknown) => {
      throw await overflowFault(error, given);
    });
  const lines = id === "payout-mismatch" ? payoutLines : revenueLines;
  return {
    reconciliation: id,
    explanation,
    lines: await lines({ connection, exports, explanation }),
  };
}

/** Null where the source does not export what it takes; a sentence where it does and it cannot be compared all the same. */
async function revenueOf(input: DraftInput): Promise<Told | string | null> {
  const { conversions, events, cards } = input.exports;
  if (!conversions || !events || !cards) return null;
  const tables = { conversions: conversions.table, events: events.table, cards: cards.table };
  try {
    const { context } = input;
    return await compare(input, "revenue-mismatch", { context, tables });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return `Revenue is not compared: ${error.message}`;
  }
}

function factsOf(file: string, text: string, home: SheetHome, told: Told): SheetFacts {
  const { expected, actual, gap, causes, unexplained, findings } = told.explanation;
  return {
    file,
    sha256: createHash("sha256").update(text).digest("hex"),
    reconciliation: told.reconciliation,
    program: home.program,
    currency: home.currency,
    verdict: verdictOf(told.explanation),
    expected,
    actual,
    gap,
    causes: causes.map(({ cause, amount, rows }) => ({ cause, amount, rows })),
    unexplained,
    findings,
  };
}

/** A program without a record of the month in a currency needs no sheet. */
function isSilent({ expected, actual, causes, unexplained, findings }: Explanation): boolean {
  const isFound = findings.some(({ rows }) => rows > 0);
  const isMoved = causes.length > 0 || Number(unexplained) !== 0;
  return expected.rows === 0 && actual.rows === 0 && !isMoved && !isFound;
}

function filesOf({ exports, rates }: DraftInput): CloseFacts["files"] {
  const read = Object.values(exports).flatMap(({ manifest: { dataset, parts } }) =>
    parts.map(({ original: file, sha256 }) => ({ dataset, file, sha256 })),
  );
  const used = rates.files.map(({ title: file, sha256 }) => ({ dataset: "rates", file, sha256 }));
  return [...read, ...used];
}
