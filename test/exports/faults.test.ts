import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { lines, read, scratchFolder } from "./reading.ts";

const header = "commission_id,status,amount,currency,created_at";
const row = "a,paid,1,USD,2026-10-01";
const damagedGzip = gzipSync(
  lines(header, ...Array.from({ length: 20_000 }, (_, n) => `${n}${row}${n * 7919}`)),
);

const faults: readonly (readonly [what: string, content: string | Uint8Array, sentence: RegExp])[] =
  [
    ["an empty file", "", /^a\.csv is empty; export it again\.$/],
    ["a file of blank lines", "\n \n", /is empty/],
    [
      "a header without a needed column",
      lines("commission_id,status,Amount USD,currency,created_at", row),
      /no column "amount", which commissions needs; its columns are "commission_id", "status", "Amount USD".*commissions\.columns: \{ amount: /,
    ],
    [
      "a header with a near name",
      lines("Commission ID,status,amount,currency,created_at", row),
      /Did you mean "Commission ID"\? .*columns: \{ commission_id: "Commission ID" \}/,
    ],
    [
      "a header whose nearest name is another column already",
      lines("conversion_id,status,amount,currency,created_at", row),
      /its columns are "conversion_id", .*"created_at"\. Say which column it is under datasets\.commissions\.columns: \{ commission_id: "their header" \}/,
    ],
    [
      "a column twice",
      lines(`${header},amount`, `${row},2`),
      /has the column "amount" more than once \(columns 3 and 6\)/,
    ],
    [
      "gzip that was cut",
      damagedGzip.subarray(0, damagedGzip.length - 5000),
      /is a damaged gzip file/,
    ],
    [
      "gzip that was changed",
      Uint8Array.from(damagedGzip, (byte, at) => (at === damagedGzip.length - 6 ? byte ^ 1 : byte)),
      /is a damaged gzip file/,
    ],
    [
      "an Excel workbook",
      "PK\u0003\u0004rest",
      /is a ZIP archive or an Excel workbook; give it as CSV/,
    ],
    ["binary junk", Uint8Array.from({ length: 999 }, (_, at) => (at * 31) % 256), /is not text/],
    [
      "text that is not UTF-8",
      Buffer.from(lines(`${header},note`, `${row},ok`, `b${row},caf\u00e9`), "latin1"),
      /not UTF-8 text: line 3 holds/,
    ],
    ...[2_000_001, 3_000_000, 6_000_000].flatMap((length) => {
      const long = "x".repeat(length);
      const sentence =
        /^a\.csv line 3 begins a record of more than 2 MB; shorten its values or leave/;
      const object = `{"commission_id":"a","note":"${long}"}`;
      return [
        [
          `a value of ${length} bytes`,
          lines(`${header},note`, `${row},`, `${row},${long}`),
          sentence,
        ],
        [`a JSON value of ${length} bytes`, `[\n{"commission_id":"b"},\n${object}]`, sentence],
      ] as const;
    }),
    ["an array of something else", "[1, 2]", /holds something that is no object \(line 1\)/],
    ["an array of arrays", '[["a"]]', /holds something that is no object/],
    [
      "an array that ends in the middle",
      `[{"commission_id":"a"},\n{"commission_id":`,
      /ends in the middle \(line 2\)/,
    ],
    ["an array without a comma", `[{"a":1}\n{"a":2}]`, /lacks a comma \(line 2\)/],
    ["more after an array", `[{"a":1}]\n[]`, /goes on after the array \(line 2\)/],
    ["an object around the array", '{\n "data": []\n}', /no JSON object and no other line is/],
    [
      "objects of another kind",
      '[{"id":"a"}]',
      /has no column "commission_id", .*its columns are "id"/,
    ],
    [
      "an object around the array on one line",
      '{"data":[{"commission_id":"a"}],"next":null}',
      /its columns are "data", "next"\. If its records are wrapped, .* give the array within by itself\. Say which column it is under datasets\.commissions\.columns: \{ commission_id: "their header" \}, or in the layout/,
    ],
  ];

test.each(faults)("%s is refused in one sentence", async (_, content, sentence) => {
  const reading = read({ files: { "a.csv": content } });

  await expect(reading).rejects.toThrow(sentence);
  await expect(reading).rejects.toBeInstanceOf(UsageError);
});

test("a file that is not there, a folder, and one that is not a folder are told apart", async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, "file.csv"), "x");
  await mkdir(join(folder, "inner"));
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  const find = findFilesFrom(folder);

  await expect(artifacts.receive({ path: join(folder, "none.csv") })).rejects.toThrow(
    /does not exist/,
  );
  await expect(artifacts.receive({ path: join(folder, "inner") })).rejects.toThrow(/is a folder/);
  await expect(find("none", "*")).rejects.toThrow(/Folder none does not exist/);
  await expect(find("file.csv", "*")).rejects.toThrow(/is a file, not a folder/);
});

test.skipIf(process.getuid?.() === 0)("a file that may not be read is said to be so", async () => {
  const folder = await scratchFolder();
  const path = join(folder, "secret.csv");
  await writeFile(path, "x");
  await chmod(path, 0);
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));

  await expect(artifacts.receive({ path })).rejects.toThrow(/may not be read by this user/);
});
