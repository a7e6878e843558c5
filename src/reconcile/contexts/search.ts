import { UsageError } from "#errors.ts";
import { statusesAsked } from "#model/card.ts";
import type { Hypothesis } from "#model/explanation.ts";
import { displayScope } from "#model/filter-context.ts";
import { formatAmount } from "#model/money.ts";
import { notTried, severalFit } from "#reconcile/contexts/findings.ts";
import { countUnder, fitsOf } from "#reconcile/contexts/fits.ts";
import type { Tally } from "#reconcile/contexts/fits.ts";
import { optionsOf } from "#reconcile/contexts/options.ts";
import type { Options } from "#reconcile/contexts/options.ts";
import { fewestChanges } from "#reconcile/contexts/order.ts";
import { changedFields, stepsBetween } from "#reconcile/contexts/reading.ts";
import type {
  ContextSearch,
  ContextsFound,
  Reading,
  ReadingField,
} from "#reconcile/contexts/reading.ts";
import { countsUnder, prepareRecords } from "#reconcile/contexts/records.ts";
import { amountOf, cellsOf, repetitionsOf, unitsOf } from "#reconcile/contexts/tally.ts";
import type { Cell } from "#reconcile/contexts/tally.ts";
import { rowsOf } from "#reconcile/sql.ts";

const mostHypotheses = 10;
/** Their sets double with each: 1,024 under each of at most 288 combinations of the other fields. */
const mostStatuses = 10;

/**
 * Finds the fewest changes of context under which the conversions come to the target exactly (docs/reconciliations.md). The
 * records are summed set-wise by everything that decides whether they count; the readings are then tried over the sums.
 */
export async function searchContexts(search: ContextSearch): Promise<ContextsFound> {
  const { connection, metric, context } = search;
  const options = await optionsOf(search);
  await prepareRecords(search, options);
  const cells = await cellsOf(connection);
  const asked: Reading = {
    scope: 0,
    statuses: [...statusesAsked(context)].sort(),
    zone: 0,
    par: false,
    once: false,
    late: false,
  };
  const statuses = statusesTried(cells, asked.statuses);
  const plain: Tally = {
    options,
    cells,
    repetitions: new Map(),
    statuses,
    currencies: metric === "revenue",
  };
  const base = countUnder(plain, asked);
  if (base === null) throw await withoutRate(search, asked);
  const exact = (units: bigint): string =>
    metric === "revenue" ? formatAmount(amountOf(units), context.currency) : amountOf(units);
  const counted = { amount: exact(base.units), rows: base.rows };
  const target = unitsOf(search.target);
  if (base.units === target || cells.length === 0) {
    return { counted, hypotheses: [], findings: [], readings: [asked] };
  }
  const repetitions = options.duplicates
    ? await repetitionsOf(connection, options, statuses)
    : new Map();
  const tally = { ...plain, repetitions };
  const isKnown = (reading: Reading): boolean =>
    stepsBetween(asked, reading).every((step) => countUnder(tally, step) !== null);
  const fits = fitsOf(tally, asked, target).filter(isKnown);
  const chosen = fewestChanges(asked, fits, mostHypotheses);
  const hypotheses = chosen.map((reading): Hypothesis => ({
    changes: changesOf(asked, reading, options),
    value: exact(target),
  }));
  const [first] = chosen;
  return {
    counted,
    hypotheses,
    findings: [
      ...severalFit(hypotheses, mostHypotheses),
      ...notTried(search, { cells, tried: statuses, isFound: first !== undefined }),
    ],
    readings: first ? stepsBetween(asked, first) : [asked],
  };
}

/** The statuses asked for, then those of most records. */
function statusesTried(cells: readonly Cell[], asked: readonly string[]): string[] {
  const rows = new Map<string, number>();
  for (const cell of cells) rows.set(cell.state, (rows.get(cell.state) ?? 0) + cell.rows);
  const rank = (status: string): number =>
    asked.includes(status) ? Infinity : (rows.get(status) ?? 0);
  const sorted = [...rows.keys()].sort((a, b) =>
    rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(b) - rank(a),
  );
  return sorted.slice(0, mostStatuses);
}

/** What a reading changes, in words. */
function changesOf(asked: Reading, reading: Reading, { scopes, zones }: Options) {
  const scope = scopes[reading.scope];
  const words: Readonly<Record<ReadingField, string>> = {
    scope: scope ? displayScope(scope) : "",
    statuses: reading.statuses.join(","),
    timezone: zones[reading.zone] ?? "",
    currency: "par",
    duplicates: "once",
    late_records: "excluded",
  };
  return Object.fromEntries(changedFields(asked, reading).map((field) => [field, words[field]]));
}

async function withoutRate({ connection, context }: ContextSearch, asked: Reading) {
  const [row] = await rowsOf(
    connection,
    `SELECT currency, count(*) AS rows FROM context_record WHERE amount IS NULL AND ${countsUnder(asked)}
    GROUP BY 1 ORDER BY 1`,
  );
  return new UsageError(
    `No rate from ${String(row?.["currency"])} to ${context.currency} on or before the day of ${String(row?.["rows"])} record(s); add it to the rates file (date,from,to,rate), or ask in another currency.`,
    ["currency"],
  );
}
