import type { DuckDBConnection } from "@duckdb/node-api";

import { recordPlaces } from "#exports/record-places.ts";
import { causes as vocabulary } from "#model/causes.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import type { Explanation } from "#model/explanation.ts";
import { Decimal, formatAmount } from "#model/money.ts";
import { payoutSideRecords } from "#reconcile/payout-mismatch/sides.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { revenueSideRecords } from "#reconcile/revenue-mismatch/sides.ts";
import { literal, rowsOf } from "#reconcile/sql.ts";

export const sheetColumns = [
  "section",
  "cause",
  "id",
  "partner",
  "program",
  "status",
  "date",
  "amount",
  "currency",
  "original_amount",
  "original_currency",
  "records",
  "export",
  "export_sha256",
  "record",
] as const;
export type SheetLine = Readonly<Partial<Record<(typeof sheetColumns)[number], string>>>;

/** An export that a sheet's lines are told by: its manifest, and the table it was read into. */
export interface ReadExport {
  readonly manifest: ExportManifest;
  readonly table: IngestedTable;
}

export type ReadExports = Readonly<Partial<Record<Dataset, ReadExport>>>;

interface LinesInput {
  readonly connection: DuckDBConnection;
  readonly exports: ReadExports;
  readonly explanation: Explanation;
}

/** The lines of a sheet of payouts, to be asked right after they were explained: they add up from expected to actual. */
export async function payoutLines(input: LinesInput): Promise<SheetLine[]> {
  return [
    ...(await byPartner(input, "expected", payoutSideRecords.expected, "commissions")),
    ...(await contributions(input, {
      partner: "partner_id",
      program: "program_id",
      date: "dated",
      original: "original_amount",
      currency: "currency",
    })),
    ...(await recordLines(input, "actual", payoutSideRecords.actual, "payouts")),
    ...totals(input.explanation),
  ];
}

/** The lines of a sheet of revenue: the dashboard's card, what moves it, and the conversions by partner. */
export async function revenueLines(input: LinesInput): Promise<SheetLine[]> {
  const { explanation, exports } = input;
  const { amount, currency, rows } = explanation.expected;
  const card = exports.cards?.manifest.parts;
  const [only] = card?.length === 1 ? card : [];
  return [
    {
      section: "expected",
      id: "card",
      amount,
      currency: currency ?? "",
      records: String(rows),
      ...(only ? { export: only.original, export_sha256: only.sha256 } : {}),
    },
    ...(await contributions(input, {
      partner: "coalesce(partner_id, event_partner_id)",
      program: "NULL",
      date: "coalesce(conversion_dated, event_dated)",
      original: "coalesce(conversion_amount, event_amount)",
      currency: "coalesce(conversion_currency, event_currency)",
    })),
    ...(await byPartner(input, "actual", revenueSideRecords.actual, "conversions")),
    ...totals(explanation),
  ];
}

/** The records of a side summed by partner and by the file they lie in. */
async function byPartner(
  input: LinesInput,
  section: string,
  records: string,
  dataset: Dataset,
): Promise<SheetLine[]> {
  const rows = await rowsOf(
    input.connection,
    `SELECT partner_id AS partner, places.part, sum(amount) AS amount, count(*) AS records
    FROM (${records}) AS side JOIN (${await placesOf(input, dataset)}) AS places ON places.id = side.id
    GROUP BY ALL ORDER BY partner NULLS FIRST, part`,
  );
  return rows.map((row) => lineOf(input, { ...row, section, dataset }));
}

async function recordLines(
  input: LinesInput,
  section: string,
  records: string,
  dataset: Dataset,
): Promise<SheetLine[]> {
  const rows = await rowsOf(
    input.connection,
    `SELECT side.id, partner_id AS partner, program_id AS program, status, dated AS date, amount,
      original_amount, currency AS original_currency, 1 AS records, places.part, places.place
    FROM (${records}) AS side JOIN (${await placesOf(input, dataset)}) AS places ON places.id = side.id
    ORDER BY side.id`,
  );
  return rows.map((row) => lineOf(input, { ...row, section, dataset }));
}

interface ContributionColumns {
  readonly partner: string;
  readonly program: string;
  readonly date: string;
  readonly original: string;
  readonly currency: string;
}

/** Every record that moves the gap, by its cause in the order of the vocabulary; what has none, and no record behind it, comes last. */
async function contributions(
  input: LinesInput,
  { partner, program, date, original, currency }: ContributionColumns,
): Promise<SheetLine[]> {
  const { connection, exports, explanation } = input;
  const { causes, unexplained } = explanation;
  const columns = await rowsOf(connection, "DESCRIBE contribution");
  // Where nothing can be laid side by side, nothing is told of a record.
  const isTold = columns.some(({ column_name: name }) => name === "record");
  const known = isTold
    ? await rowsOf(connection, "SELECT DISTINCT record FROM contribution ORDER BY record")
    : [];
  const found: Record<string, unknown>[] = [];
  for (const { record } of known) {
    const dataset = `${String(record)}s` as Dataset;
    if (!exports[dataset]) throw new Error(`a sheet needs the export of ${dataset}`);
    const rows = await rowsOf(
      connection,
      `SELECT contribution.cause, contribution.id, ${partner} AS partner, ${program} AS program, status, ${date} AS date,
        contribution.contribution AS amount, ${original} AS original_amount, ${currency} AS original_currency,
        1 AS records, places.part, places.place
      FROM contribution JOIN (${await placesOf(input, dataset)}) AS places ON places.id = contribution.id
      WHERE record = ${literal(String(record))}`,
    );
    found.push(...rows.map((row) => ({ ...row, dataset })));
  }
  const order = Object.keys(vocabulary);
  const place = ({ cause }: Record<string, unknown>): number =>
    cause === null ? order.length : order.indexOf(String(cause));
  found.sort((a, b) => place(a) - place(b) || compare(textOf(a["id"]), textOf(b["id"])));
  const lines = found.map((row) =>
    lineOf(input, { ...row, section: row["cause"] === null ? "unexplained" : "cause" }),
  );
  const told = found.reduce((sum, row) => sum.plus(textOf(row["amount"])), new Decimal(0));
  const moved = causes.reduce((sum, { amount }) => sum.plus(amount), new Decimal(unexplained));
  const residue = moved.minus(told);
  if (residue.isZero()) return lines;
  const { currency: unit } = explanation.expected;
  const amount = formatAmount(residue, unit ?? "");
  return [...lines, { section: "unexplained", amount, currency: unit ?? "" }];
}

/** What the lines add up to; the last is the gap. */
function totals({ expected, actual, causes, unexplained, gap }: Explanation): SheetLine[] {
  const currency = expected.currency ?? "";
  const explained = causes.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  const records = causes.reduce((sum, { rows }) => sum + rows, 0);
  return [
    ["total expected", expected.amount, String(expected.rows)],
    ["total causes", formatAmount(explained, currency), String(records)],
    ["total unexplained", unexplained, ""],
    ["total actual", actual.amount, String(actual.rows)],
    ["gap", gap, ""],
  ].map(([section = "", amount = "", count = ""]) => ({
    section,
    amount,
    currency,
    records: count,
  }));
}

async function placesOf({ connection, exports }: LinesInput, dataset: Dataset): Promise<string> {
  const read = exports[dataset];
  if (!read) throw new Error(`a sheet needs the export of ${dataset}`);
  return recordPlaces(connection, dataset, read.table.table);
}

function lineOf({ exports, explanation }: LinesInput, row: Record<string, unknown>): SheetLine {
  const currency = explanation.expected.currency ?? "";
  const part = exports[row["dataset"] as Dataset]?.manifest.parts[Number(row["part"])];
  const foreign = textOf(row["original_currency"]);
  const isForeign = foreign !== "" && foreign !== currency;
  return {
    section: textOf(row["section"]),
    cause: textOf(row["cause"]),
    id: textOf(row["id"]),
    partner: textOf(row["partner"]),
    program: textOf(row["program"]),
    status: textOf(row["status"]),
    date: textOf(row["date"]),
    amount: formatAmount(textOf(row["amount"]), currency),
    currency,
    original_amount: isForeign ? formatAmount(textOf(row["original_amount"]), foreign) : "",
    original_currency: isForeign ? foreign : "",
    records: textOf(row["records"]),
    export: part?.original ?? "",
    export_sha256: part?.sha256 ?? "",
    record: textOf(row["place"]),
  };
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
