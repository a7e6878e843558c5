import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

const yaml = `timezone: America/New_York
currency: USD
sources:
  acme:
    kind: files
    path: ./exports
    timezone: UTC
    datasets:
      conversions: { files: 'conversions.csv' }
      events: { files: 'events.csv' }
      links: { files: 'links.csv' }
      campaigns: { files: 'campaigns.csv' }
      commissions: { files: 'commissions.csv' }
      payouts: { files: 'payouts.csv' }
      deliveries: { files: 'deliveries.csv' }
      budgets: { files: 'budgets.csv' }
`;

const iso = (column: string) => `strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`;
/** The hundred days before the end of ISO week 2026-W44, most by day. */
const instant = `TIMESTAMP '2026-07-25 04:00:00' + to_seconds(CAST(floor(hash(range, 1) % 8640000) AS BIGINT))`;
const [links, campaigns, partners] = [2000, 100, 500];

/** Writes a large program's last hundred days into a folder; the same bytes each time. */
export async function writeYear(
  folder: string,
  { conversions, clicks }: { conversions: number; clicks: number },
): Promise<void> {
  const exports = join(folder, "exports");
  await mkdir(exports, { recursive: true });
  await writeFile(join(folder, "countercheck.yml"), yaml);
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: "1GB",
    temp_directory: folder,
  });
  const connection = await instance.connect();
  const place = `CAST(floor(pow(hash(range, 2) % 1000000 / 1000000, 3) * ${links}) AS INTEGER)`;
  const sale = `
    SELECT range AS id, ${instant} AS sold_at, ${place} AS link, hash(range, 3) % 1000 AS fate,
      CAST(10 + hash(range, 4) % 9000 / 100 AS DECIMAL(9, 2)) AS amount FROM range(${conversions})`;
  const status = `CASE WHEN sold_at > TIMESTAMP '2026-10-28' THEN 'pending' WHEN fate < 40 THEN 'refunded' WHEN fate < 60 THEN 'rejected' ELSE 'approved' END`;
  const files: Readonly<Record<string, string>> = {
    events: `
      SELECT 'ev_' || range AS event_id, CASE WHEN hash(range, 5) % 8 = 0 THEN 'lead' ELSE 'click' END AS type,
        ${iso(`(${instant})`)} AS occurred_at, 'lnk_' || ${place} AS link_id, 'cmp_' || ${place} % ${campaigns} AS campaign_id,
        'https://' || ['google.com', 'youtube.com', 'blog.example', 'news.example'][1 + CAST(hash(range, 6) % 4 AS INTEGER)] || '/' AS referrer,
        hash(range, 7) % 30 = 0 AS is_bot
      FROM range(${clicks})`,
    conversions: `
      SELECT 'cv_' || id AS conversion_id, 'ord_' || id AS order_id, ${iso("sold_at")} AS occurred_at,
        ${iso("sold_at + INTERVAL 2 MINUTE")} AS recorded_at,
        CASE WHEN ${status} = 'approved' THEN ${iso("sold_at + INTERVAL 3 DAY")} END AS approved_at, ${status} AS status,
        amount, 'USD' AS currency, 'cus_' || id % 900000 AS customer_id, 'lnk_' || link AS link_id,
        'cmp_' || link % ${campaigns} AS campaign_id, 'prg_1' AS program_id, 'prt_' || link % ${partners} AS partner_id
      FROM (${sale})`,
    commissions: `
      SELECT 'cm_' || id AS commission_id, 'cv_' || id AS conversion_id, 'prt_' || link % ${partners} AS partner_id, 'prg_1' AS program_id,
        CASE ${status} WHEN 'approved' THEN 'approved' WHEN 'pending' THEN 'pending' WHEN 'refunded' THEN 'refunded' ELSE 'canceled' END AS status,
        CAST(amount * 0.1 AS DECIMAL(9, 2)) AS amount, 'USD' AS currency, ${iso("sold_at")} AS created_at, NULL AS payout_id
      FROM (${sale})`,
    links: `
      SELECT 'lnk_' || range AS link_id, 'cmp_' || range % ${campaigns} AS campaign_id, 'active' AS status,
        'google.com youtube.com blog.example news.example' AS expected_sources FROM range(${links})`,
    campaigns: `
      SELECT 'cmp_' || range AS campaign_id, 'Campaign ' || range AS name, 'revshare' AS cost_model, 'USD' AS currency FROM range(${campaigns})`,
    payouts: `
      SELECT 'po_' || range AS payout_id, 'completed' AS status, 10.00 AS amount, 'USD' AS currency, 'prt_' || range AS partner_id,
        '2026-06-01' AS period_start, '2026-07-08T12:00:00Z' AS initiated_at, '2026-07-10T12:00:00Z' AS paid_at FROM range(${partners})`,
    deliveries: `
      SELECT 'dl_' || range AS delivery_id, 'crm' AS integration, 'delivered' AS status, 1 AS attempts,
        ${iso(`(${instant})`)} AS occurred_at FROM range(${Math.ceil(clicks / 100)})`,
    budgets: `
      SELECT 'cmp_' || range AS scope, '2026-10' AS period, 10000000.00 AS budget, 1000.00 AS spent, 'USD' AS currency FROM range(${campaigns})`,
  };
  for (const [name, select] of Object.entries(files)) {
    await connection.run(
      `COPY (${select}) TO '${join(exports, `${name}.csv`)}' (HEADER, DELIMITER ',')`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}

/** What the exports of a folder take on disk. */
export async function bytesIn(folder: string): Promise<number> {
  const exports = join(folder, "exports");
  const sizes = (await readdir(exports)).map(
    async (name) => (await stat(join(exports, name))).size,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
