import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node bench/peers/hand-written-sql.ts FOLDER");

const text = (names: string) => names.split(" ").map((name) => `${name}: 'VARCHAR'`);
const time = (names: string) => names.split(" ").map((name) => `${name}: 'TIMESTAMP'`);
const csv = (file: string, columns: readonly string[]) =>
  `read_csv('${join(folder, file)}', header = true, delim = ',', quote = '"', columns = {${columns.join(", ")}})`;

const commissionColumns = [
  ...text("commission_id conversion_id partner_id program_id type status"),
  "amount: 'DECIMAL(18, 4)'",
  ...text("currency"),
  ...time("created_at hold_until"),
  ...text("payout_id"),
];
const payoutColumns = [
  ...text("payout_id partner_id program_id status"),
  "amount: 'DECIMAL(18, 4)'",
  ...text("currency"),
  ...time("period_start initiated_at paid_at"),
  "fee: 'DECIMAL(18, 4)'",
];

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
const inOctober = (at: string) =>
  `${at} >= TIMESTAMP '2026-10-01 04:00:00' AND ${at} < TIMESTAMP '2026-11-01 04:00:00'`;
const inOctoberUtc = (at: string) => `${at} >= DATE '2026-10-01' AND ${at} < DATE '2026-11-01'`;

/** The rules of payout-mismatch for one month, no scope asked for, as one would write them for this program alone. */
const statements = [
  `CREATE TABLE commission AS FROM ${csv("exports/commissions.csv", commissionColumns)}`,
  `CREATE TABLE payout AS SELECT *, status IN ('sent', 'completed') AS settled,
    coalesce(${inOctober("coalesce(period_start, paid_at, initiated_at)")}, false) AS in_play
  FROM ${csv("exports/payouts.csv", payoutColumns)}`,
  `CREATE TABLE rate AS FROM ${csv("rates.csv", ["date: 'DATE'", ...text("from to").map((column) => column.replace(/^(\w+)/, '"$1"')), "rate: 'DECIMAL(18, 6)'"])}`,
  `SELECT CASE WHEN count(*) <> count(DISTINCT commission_id) THEN error('a commission is repeated') END FROM commission`,
  `SELECT CASE WHEN count(*) <> count(DISTINCT payout_id) THEN error('a payout is repeated') END FROM payout`,
  `CREATE TABLE foreign_day AS
  WITH needed AS (
    SELECT DISTINCT currency, CAST(timezone('America/New_York', timezone('UTC', created_at)) AS DATE) AS day
    FROM commission WHERE currency <> 'USD'
  )
  SELECT needed.currency, day, rate FROM needed
  ASOF JOIN (FROM rate WHERE "to" = 'USD') AS known ON known."from" = needed.currency AND needed.day >= known.date`,
  `CREATE TABLE later_one AS
  WITH repeated AS (
    SELECT conversion_id FROM commission WHERE conversion_id IS NOT NULL GROUP BY conversion_id HAVING count(*) > 1
  )
  SELECT commission_id FROM commission WHERE conversion_id IN (FROM repeated)
  QUALIFY row_number() OVER (PARTITION BY conversion_id, partner_id, type ORDER BY created_at, commission_id) > 1`,
  `CREATE TABLE summed AS
  WITH classified AS (
    SELECT c.payout_id, c.status, c.amount AS original, c.currency, c.created_at, c.hold_until, c.partner_id, c.program_id,
      CASE WHEN c.currency = 'USD' THEN c.amount ELSE CAST(round(c.amount * f.rate, 2) AS DECIMAL(18, 4)) END AS amount,
      later_one.commission_id IS NOT NULL AS later,
      ${inOctober("c.created_at")} AS dated, ${inOctoberUtc("c.created_at")} AS dated_utc,
      dated AND NOT later AND c.status IN ('approved', 'processed', 'paid') AS expected,
      coalesce(p.settled AND p.in_play, false) AS paid,
      p.payout_id IS NOT NULL AS found, p.status AS payout_status, coalesce(p.settled, false) AS settled,
      coalesce(p.partner_id <> c.partner_id OR p.program_id <> c.program_id, false) AS wrong
    FROM commission AS c
    LEFT JOIN payout AS p ON p.payout_id = c.payout_id
    LEFT JOIN later_one ON later_one.commission_id = c.commission_id
    LEFT JOIN foreign_day AS f ON f.currency = CASE WHEN c.currency <> 'USD' THEN c.currency END
      AND f.day = CASE WHEN c.currency <> 'USD' THEN CAST(timezone('America/New_York', timezone('UTC', c.created_at)) AS DATE) END
  )
  SELECT CASE WHEN paid THEN payout_id END AS payout_id, paid, expected,
    CASE WHEN paid = expected OR amount = 0 THEN NULL
      WHEN paid THEN CASE
        WHEN later OR status = 'duplicate' THEN 'paid_duplicate'
        WHEN status = 'refunded' THEN 'paid_refunded'
        WHEN status = 'fraud' THEN 'paid_fraud'
        WHEN status = 'canceled' THEN 'paid_canceled'
        WHEN status IN ('pending', 'held') THEN 'paid_unapproved'
        WHEN NOT dated AND dated_utc THEN 'timezone_boundary'
        WHEN NOT dated THEN 'paid_other_period' END
      ELSE CASE
        WHEN payout_status IN ('failed', 'canceled') THEN 'payout_failed'
        WHEN payout_status IN ('pending', 'processing') THEN 'payout_in_flight'
        WHEN payout_id IS NOT NULL AND NOT found THEN 'payout_missing'
        WHEN settled AND NOT dated_utc THEN 'timezone_boundary'
        WHEN settled THEN 'paid_other_period'
        WHEN hold_until >= TIMESTAMP '2026-11-01 04:00:00' THEN 'held'
        ELSE 'unpaid' END END AS cause,
    paid <> expected AND amount <> 0 AS moved,
    sum(amount) AS amount, sum(original) AS original, count(*) AS rows, count(*) FILTER (paid AND wrong) AS wrong
  FROM classified WHERE paid OR expected GROUP BY ALL`,
  `CREATE TABLE linked AS
  SELECT payout_id, sum(amount) AS amount, sum(original) AS original, sum(rows) AS rows FROM summed WHERE paid GROUP BY 1`,
  `CREATE TABLE difference AS
  SELECT payout.payout_id, payout.amount - coalesce(linked.amount, 0) AS difference, payout.fee,
    coalesce(linked.rows, 0) AS rows, coalesce(linked.original - linked.amount, 0) AS par
  FROM payout LEFT JOIN linked ON linked.payout_id = payout.payout_id
  WHERE settled AND in_play AND payout.amount <> coalesce(linked.amount, 0)`,
  `CREATE TABLE other_rate AS
  SELECT DISTINCT payout_id FROM (
    SELECT d.payout_id FROM difference AS d
    JOIN commission AS c ON c.payout_id = d.payout_id AND c.currency <> 'USD'
    JOIN foreign_day AS f ON f.currency = c.currency
      AND f.day = CAST(timezone('America/New_York', timezone('UTC', c.created_at)) AS DATE)
    JOIN (SELECT DISTINCT "from", rate FROM rate WHERE "to" = 'USD') AS known ON known."from" = c.currency
    GROUP BY d.payout_id, d.difference, c.currency, known.rate
    HAVING sum(round(c.amount * known.rate, 2)) - sum(round(c.amount * f.rate, 2)) = d.difference)`,
];
for (const statement of statements) await connection.run(statement);

const causes = await connection.runAndReadAll(`
  SELECT cause, CAST(sum(amount) AS VARCHAR) AS amount, CAST(sum(rows) AS INTEGER) AS rows FROM (
    SELECT cause, CASE WHEN paid THEN amount ELSE -amount END AS amount, rows FROM summed WHERE moved
    UNION ALL
    SELECT CASE WHEN rows = 0 THEN 'payout_without_commissions' WHEN difference = -fee THEN 'fee'
      WHEN difference = par THEN 'currency_not_converted' WHEN other_rate.payout_id IS NOT NULL THEN 'fx_difference'
      WHEN abs(difference) <= 0.005 THEN 'rounding' END, difference, 1
    FROM difference LEFT JOIN other_rate USING (payout_id)
  ) GROUP BY cause ORDER BY cause`);
const totals = await connection.runAndReadAll(`
  SELECT CAST((SELECT coalesce(sum(amount), 0) FROM payout WHERE settled AND in_play)
    - (SELECT coalesce(sum(amount), 0) FROM summed WHERE expected) AS VARCHAR) AS gap`);
process.stdout.write(
  JSON.stringify({
    gap: totals.getRowObjectsJson()[0]?.["gap"],
    causes: causes.getRowObjectsJson(),
  }),
);
