import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect, onTestFinished, test } from "vitest";

import { UsageError } from "#errors.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { loadRates } from "#exports/rates.ts";
import { openWorkbench } from "#exports/workbench.ts";
import { rowsOf } from "#reconcile/sql.ts";
import { lines, scratchFolder } from "./reading.ts";

async function loaded(...contents: readonly (string | Uint8Array)[]) {
  const folder = await scratchFolder();
  const files = contents.map((_, index) => ({
    name: `rates-${index + 1}.csv`,
    path: join(folder, `${index}`),
  }));
  for (const [index, { path }] of files.entries()) await writeFile(path, contents[index] ?? "");
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  const bench = await openWorkbench({ folder: join(folder, "work"), artifacts, threads: 1 });
  onTestFinished(() => bench.close());
  return { bench, table: await loadRates(bench, files) };
}

async function rates(...contents: readonly (string | Uint8Array)[]) {
  const { bench, table } = await loaded(...contents);
  return rowsOf(bench.connection, `SELECT * FROM ${table} ORDER BY ALL`);
}

const top = "date,from,to,rate";

test("rates of any dialect keep every digit", async () => {
  expect(
    await rates(
      lines(top, "2026-10-01,eur,USD,1.0842", "2026-10-01,GBP,USD,1.300000000001"),
      `\ufeffrate;to;from;date;source\r\n"0.0066";USD;JPY;2026-10-02;ECB\r\n`,
      gzipSync(lines(top, "2026-10-01,EUR,USD,1.08420")),
    ),
  ).toEqual([
    { date: "2026-10-01", from: "EUR", to: "USD", rate: "1.084200000000" },
    { date: "2026-10-01", from: "GBP", to: "USD", rate: "1.300000000001" },
    { date: "2026-10-02", from: "JPY", to: "USD", rate: "0.006600000000" },
  ]);
});

test("an amount of fifteen digits is converted at the longest rate", async () => {
  const { bench, table } = await loaded(lines(top, "2026-10-01,EUR,USD,1.000000000001"));

  const converted = await rowsOf(
    bench.connection,
    `SELECT round(CAST(1e14 AS DECIMAL(38, 10)) * rate, 2) AS amount FROM ${table}`,
  );

  expect(converted).toEqual([{ amount: "100000000000100.00" }]);
});

const faults: readonly (readonly [what: string, file: string, sentence: RegExp])[] = [
  [
    "a day that does not exist",
    lines(top, "2026-02-30,EUR,USD,1"),
    /^rates-1\.csv line 2, column date: "2026-02-30" is not a date; write it like/,
  ],
  [
    "a currency there is none of",
    lines(top, "2026-10-01,EUR,USD,1", "2026-10-01,EUR,USX,1"),
    /line 3, column to: "USX" is not a currency of ISO 4217/,
  ],
  [
    "a rate that is no number",
    lines(top, "2026-10-01,EUR,USD,1.0.8"),
    /line 2, column rate: "1\.0\.8" is not a rate; write it like 1\.0842/,
  ],
  [
    "a rate of more digits than a large amount leaves room for",
    lines(top, "2026-10-01,EUR,USD,1.0842", "2026-10-02,EUR,USD,1.0842000000001"),
    /^rates-1\.csv line 3, column rate: "1\.0842000000001" is not a rate; .* at most 12 decimal places\.$/,
  ],
  ["a rate of nothing", lines(top, "2026-10-01,EUR,USD,0"), /column rate/],
  ["a rate below nothing", lines(top, "2026-10-01,EUR,USD,-1"), /column rate/],
  ["a rate that is missing", lines(top, "2026-10-01,EUR,USD"), /line 2, column rate: ""/],
  [
    "two rates for one day and pair",
    lines(top, "2026-10-01,EUR,USD,1.1", "", "2026-10-01,EUR,USD,1.2"),
    /line 4 gives 1\.2 from EUR to USD on 2026-10-01, and rates-1\.csv line 2 gives 1\.1; keep one/,
  ],
  [
    "another header",
    lines("day,from,to,rate", "2026-10-01,EUR,USD,1"),
    /begins with "day,from,to,rate"; a rates file has the columns date,from,to,rate/,
  ],
  ["a quote that is never closed", lines(top, '2026-10-01,"EUR,USD,1'), /is damaged/],
  ["nothing", "", /is empty/],
];

test.each(faults)("%s is refused with its place", async (_, file, sentence) => {
  const reading = rates(file);

  await expect(reading).rejects.toThrow(sentence);
  await expect(reading).rejects.toBeInstanceOf(UsageError);
});
