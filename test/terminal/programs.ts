import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const commissions =
  "commission_id,conversion_id,partner_id,program_id,status,amount,currency,created_at,payout_id";
const payouts = "payout_id,partner_id,program_id,status,amount,currency,paid_at";
const paid = "cm_1,cv_1,prt_1,prog_1,paid,10.00,USD,2026-01-10,po_1";
const settled = "po_1,prt_1,prog_1,completed,10.00,USD,2026-01-31";

function config(folder: string, more = ""): string {
  return `timezone: America/New_York
currency: USD
sources:
  acme:
    kind: files
    path: ./${folder}
    timezone: UTC
    datasets:
      commissions: { files: "commissions*.csv" }
      payouts: { files: "payouts*.csv" }
${more}`;
}

/** A team's own runbook that asks commissions one question. */
function questionOf(sql: string): string[] {
  return [
    "title: Large amounts",
    "purpose: When amounts look large.",
    "parameters: [source, window]",
    "steps:",
    "  - { id: commissions, title: Export, kind: collect, dataset: commissions }",
    `  - { id: large, title: Look for large ones, kind: check, sql: "${sql}" }`,
  ];
}

const files = {
  "match/commissions.csv": [commissions, paid],
  "match/payouts.csv": [payouts, settled],
  "refunded/commissions.csv": [commissions, paid.replace("paid", "refunded")],
  "refunded/payouts.csv": [payouts, settled],
  "short/commissions.csv": [commissions, paid],
  "short/payouts.csv": [payouts, settled.replace("10.00", "9.00")],
  "euro/commissions.csv": [commissions, paid.replace("USD", "EUR")],
  "euro/payouts.csv": [payouts, settled.replace("USD", "EUR")],
  "columns/commissions.csv": [
    "commission_id,status,currency,created_at",
    "cm_1,paid,USD,2026-01-10",
  ],
  "columns/payouts.csv": [payouts],
  "match.yml": [config("match")],
  "unheard.yml": [
    config("match", "endpoints: { api: { kind: certificate, host: shop.example, days: 21 } }"),
  ],
  "refunded.yml": [config("refunded")],
  "short.yml": [config("short")],
  "euro.yml": [config("euro")],
  "rates.yml": [config("euro", 'rates: { files: "rates.csv" }')],
  "rates.csv": ["date,from,to,rate", "2026-06-01,EUR,USD,1.1"],
  "columns.yml": [config("columns")],
  "empty.yml": [config("empty")],
  "changes/changes.csv": ["changed_at,module", "2026-01-10,rules"],
  "changes.yml": [
    config("changes").replace(/ {6}commissions[^]*/, '      config_changes: { files: "*.csv" }\n'),
  ],
  "own.yml": [config("match", "runbooks: ./own")],
  "own/large-amounts.yml": questionOf("SELECT commission_id, amount FROM commissions"),
  "own/misspelt.yml": questionOf("SELECT amuont FROM commissions"),
  "broken-sql.yml": [config("match", "runbooks: ./broken-sql")],
  "broken-sql/no-select.yml": questionOf("SELEC amount FROM commissions"),
  "everywhere.yml": [
    config(
      "match",
      "runbooks: ./everywhere\nroles: { lead: { users: [U1], may: [aprove], runbooks: [large] } }",
    ),
  ],
  "everywhere/no-select.yml": questionOf("SELEC amount FROM commissions"),
  "everywhere/no-kind.yml": questionOf("SELECT 1").map((row) => row.replace("check", "chekc")),
  // A data folder that only a mistake of ours can leave.
  "broken/scratch/terminal": [],
  "wrong.yml": [config("match", "currancy: EUR").replace("New_York", "New_Yorck")],
};

/** A folder of small programs of January 2026, each a configuration `NAME.yml` with its exports; what matches, what does not, and what is refused. */
export async function writePrograms(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-"));
  await mkdir(join(folder, "empty"));
  await mkdir(join(folder, "broken", "scratch"), { recursive: true });
  for (const [name, lines] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), `${lines.join("\n")}\n`);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
