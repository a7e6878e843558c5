import { DuckDBInstance } from "@duckdb/node-api";

import { judgeCheck } from "#cadence/judge.ts";
import type { Check, CheckResult } from "#check.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { parsePeriod } from "#model/period.ts";
import { october } from "../reconcile/october.ts";
import { tableOf } from "../reconcile/tables.ts";
import type { Row } from "../reconcile/tables.ts";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
await connection.run(
  `CREATE TABLE rates (date DATE, "from" VARCHAR, "to" VARCHAR, rate DECIMAL(38, 14))`,
);
// One euro is 1.10 dollars from the first day on.
await connection.run(`INSERT INTO rates VALUES ('2020-01-01', 'EUR', 'USD', 1.1)`);

export type { Row } from "../reconcile/tables.ts";

interface Asked {
  /** `2026-10-13` (a Tuesday), `2026-W46`, `2026-10`. */
  readonly window: string;
  /** What the configuration sets for the check. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly scope?: Partial<FilterContext>;
  /** The columns an export has; all unless given. */
  readonly available?: Readonly<Partial<Record<Dataset, readonly string[]>>>;
  readonly timezone?: string;
  readonly sourceTimezone?: string;
  /** ISO 8601 with offset. */
  readonly capturedAt?: string;
  /** Exports that could not be read, each with what stood in the way. */
  readonly unread?: Readonly<Partial<Record<Dataset, Error>>>;
}

/** Judges literal rows, in New York and USD; a dataset that is not given is one the source does not export. */
export async function judged<Settings>(
  check: Check<Settings>,
  rows: Readonly<Partial<Record<Dataset, readonly Row[]>>>,
  asked: Asked,
): Promise<CheckResult> {
  const { window, settings = {}, scope = {}, available = {}, sourceTimezone = "UTC" } = asked;
  const period = parsePeriod(window, asked.timezone ?? october.timezone);
  const { from, to, timezone } = period;
  const given = Object.entries(rows) as [Dataset, readonly Row[]][];
  const tables: Record<string, Awaited<ReturnType<typeof tableOf>>> = {};
  for (const [dataset, records] of given) {
    tables[dataset] = await tableOf(connection, dataset, records, available[dataset]);
  }
  const gathered = Object.fromEntries(
    given.map(([dataset, records]) => {
      const manifest = { dataset, rows: records.length, findings: [] } as Partial<ExportManifest>;
      return [dataset, { manifest: manifest as ExportManifest, ...tables[dataset] }];
    }),
  ) as Parameters<typeof judgeCheck>[2]["gathered"];
  const unread = Object.entries(asked.unread ?? {}).map(([dataset, fault]) => [dataset, { fault }]);
  return judgeCheck(check, check.settings.parse(settings), {
    connection,
    tables,
    gathered: { ...gathered, ...Object.fromEntries(unread) },
    rates: "rates",
    source: "acme",
    sourceTimezone,
    capturedAt: asked.capturedAt,
    period,
    context: { ...october, ...scope, from, to, timezone },
  });
}
