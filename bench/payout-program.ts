import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

/** A hundred commissions a partner and month; every partner is paid monthly, in October with a planted cause or none. */
const commissionsPerPartner = 100;

const partnerKind = "hash(partner) % 100";
const localDay = "CAST(timezone('America/New_York', timezone('UTC', created_at)) AS DATE)";

/** What each commission is, by a number from 0 to 999 that its id hashes to. */
const commissions = `
  SELECT row AS id, row % $partners AS partner, hash(row) % 1000 AS kind,
    ${partnerKind} IN (3, 4, 5) AS foreign_currency,
    CAST(CAST(100 + hash(row, 1) % 20000 AS DECIMAL(9)) * 0.01 AS DECIMAL(18, 2)) AS amount,
    CASE
      WHEN kind = 10 THEN TIMESTAMP '2026-11-01 02:00:00'
      WHEN kind BETWEEN 11 AND 61 THEN TIMESTAMP '2026-09-02' + to_seconds(hash(row, 2) % 2419200)
      ELSE TIMESTAMP '2026-10-02' + to_seconds(hash(row, 2) % 2419200)
    END AS created_at,
    CASE WHEN kind = 5 AND row >= $partners THEN row - $partners ELSE row END AS conversion,
    CASE kind WHEN 0 THEN 'refunded' WHEN 1 THEN 'refunded' WHEN 2 THEN 'fraud' WHEN 3 THEN 'canceled'
      WHEN 4 THEN 'pending' WHEN 6 THEN 'approved' WHEN 7 THEN 'approved' WHEN 8 THEN 'approved'
      WHEN 9 THEN 'approved' WHEN 62 THEN 'pending' WHEN 63 THEN 'pending' ELSE 'paid' END AS status,
    CASE WHEN kind = 7 THEN TIMESTAMP '2026-11-20' END AS hold_until,
    CASE
      WHEN kind = 6 THEN 'po_lost_' || row
      WHEN kind IN (7, 8, 9, 62, 63) THEN NULL
      WHEN kind = 10 THEN 'po_11_' || partner
      WHEN kind BETWEEN 11 AND 60 THEN 'po_09_' || partner
      ELSE 'po_10_' || partner
    END AS payout_id
  FROM (SELECT CAST(range AS UBIGINT) AS row FROM range($rows))`;

const converted =
  "CASE WHEN foreign_currency THEN round(commission.amount * rate, 2) ELSE commission.amount END";
const paid = `CAST(sum(${converted}) AS DECIMAL(30, 3))`;

/** Payouts made of what they pay, then bent: by a fee, at par, at another day's rate, by half a cent, by nothing known. */
const payouts = `
  SELECT payout_id, partner, ${partnerKind} AS bent,
    substr(payout_id, 4, 2) AS month,
    CASE WHEN month <> '10' THEN 'completed' WHEN bent = 0 THEN 'failed' WHEN bent = 1 THEN 'processing'
      ELSE 'completed' END AS status,
    CASE WHEN month = '10' AND bent = 2 THEN 1.50 END AS fee,
    CASE WHEN month <> '10' THEN ${paid}
      WHEN bent = 2 THEN ${paid} - 1.50
      WHEN bent = 4 THEN CAST(sum(commission.amount) AS DECIMAL(30, 3))
      WHEN bent = 5 THEN CAST(sum(round(commission.amount * $other_rate, 2)) AS DECIMAL(30, 3))
      WHEN bent = 6 THEN ${paid} + 12.34
      WHEN bent = 7 THEN ${paid} + 0.004
      ELSE ${paid} END AS amount
  FROM commission LEFT JOIN rate ON rate.date = ${localDay}
  WHERE payout_id IS NOT NULL AND payout_id NOT LIKE 'po_lost_%' GROUP BY payout_id, partner`;

const iso = (column: string) => `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`;

/** Writes a program of so many commissions, its payouts, rates and configuration into a folder; the same bytes each time. */
async function writeProgram(folder: string, rows: number): Promise<void> {
  const exports = join(folder, "exports");
  await mkdir(exports, { recursive: true });
  const database = join(folder, "program.duckdb");
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const partners = Math.max(1, Math.round(rows / commissionsPerPartner));
  const fill = (sql: string) =>
    sql.replaceAll("$partners", String(partners)).replaceAll("$rows", String(rows));
  await connection.run(`
    CREATE TABLE rate AS SELECT CAST(range AS DATE) AS date,
      CAST(1.05 + CAST(dayofyear(range) % 60 AS DECIMAL(4)) / 1000 AS DECIMAL(8, 4)) AS rate
    FROM range(DATE '2026-08-25', DATE '2026-11-10', INTERVAL 1 DAY)`);
  await connection.run(`CREATE TABLE commission AS ${fill(commissions)}`);
  const other = "(SELECT rate FROM rate WHERE date = DATE '2026-09-20')";
  await connection.run(`CREATE TABLE payout AS ${payouts.replaceAll("$other_rate", other)}`);
  await connection.run(`COPY (
    SELECT 'cm_' || id AS commission_id, 'cv_' || conversion AS conversion_id, 'prt_' || partner AS partner_id,
      'prg_main' AS program_id, 'sale' AS type, status, amount,
      CASE WHEN foreign_currency THEN 'EUR' ELSE 'USD' END AS currency,
      ${iso("created_at")} AS created_at, ${iso("hold_until")} AS hold_until, payout_id FROM commission
  ) TO '${exports}/commissions.csv' (HEADER)`);
  await connection.run(`COPY (
    SELECT payout_id, 'prt_' || partner AS partner_id, 'prg_main' AS program_id, status,
      CASE WHEN amount = round(amount, 2) THEN CAST(CAST(amount AS DECIMAL(18, 2)) AS VARCHAR)
        ELSE CAST(amount AS VARCHAR) END AS amount,
      'USD' AS currency, '2026-' || month || '-01T04:00:00Z' AS period_start,
      '2026-11-05T10:00:00Z' AS initiated_at, '2026-11-06T10:00:00Z' AS paid_at, fee FROM payout
    UNION ALL SELECT 'po_x_' || range, 'prt_' || range, 'prg_main', 'completed', '25.00', 'USD',
      '2026-10-01T04:00:00Z', '2026-11-05T10:00:00Z', '2026-11-06T10:00:00Z', NULL
    FROM range(1 + ${partners} // 1000)
  ) TO '${exports}/payouts.csv' (HEADER)`);
  await connection.run(
    `COPY (SELECT date, 'EUR' AS "from", 'USD' AS "to", rate FROM rate) TO '${folder}/rates.csv' (HEADER)`,
  );
  connection.closeSync();
  instance.closeSync();
  await rm(database);
  await writeFile(join(folder, "countercheck.yml"), configuration);
}

const configuration = `timezone: America/New_York
currency: USD
sources:
  acme:
    kind: files
    path: ./exports
    timezone: UTC
    datasets:
      commissions: { files: commissions.csv }
      payouts: { files: payouts.csv }
rates: { files: rates.csv }
`;

const [folder, rows] = process.argv.slice(2);
if (!folder || !rows) throw new Error("usage: node bench/payout-program.ts FOLDER ROWS");
await writeProgram(folder, Number(rows));
