import { readFile, rm, writeFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterEach, beforeEach, expect, test } from "vitest";

import { redactor } from "#evidence/redaction.ts";
import { sharedCopy } from "#evidence/redaction/shared-copy.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { dot } from "../sample.ts";

const all = redactor(maskEverything, Buffer.from("a key of this test alone"));
let folder: string;
let artifacts: ArtifactStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-shared-"));
  artifacts = await openDiskArtifacts(join(folder, "artifacts"));
});
afterEach(() => rm(folder, { recursive: true }));

async function copyOf(data: string | Buffer, file = "customers.csv") {
  const path = join(folder, file);
  await writeFile(path, data);
  return sharedCopy({ kind: "file", file, path }, artifacts, all);
}

async function textOf(data: string | Buffer, file?: string) {
  const copy = await copyOf(data, file);
  if (copy === "unchanged" || "leftOut" in copy) throw new Error("there is no copy");
  const { masked, neutralised } = copy;
  return { text: await readFile(copy.path, "utf8"), masked, neutralised };
}

const sheet =
  'customer_id;email;note\r\ncus_1;maya@acme.example;"call; DE89 3704 0044 0532 0130 00"\r\n';

test("the cells of a sheet are masked, and everything around them stays byte for byte", async () => {
  const { text, masked } = await textOf(sheet);

  expect(masked).toBe(2);
  expect(text).toMatch(
    /^customer_id;email;note\r\ncus_1;\[email \w{16}\];"call; \[iban \w{16}\]"\r\n$/,
  );
});

test("a gzipped sheet, UTF-16, JSON with escapes and lines of JSON are masked alike", async () => {
  const zipped = await textOf(gzipSync(sheet), "customers.csv.gz");
  const wide = await textOf(Buffer.from(`\u{feff}${sheet}`, "utf16le"));
  const json = await textOf('[{"email":"maya\\u0040acme.example"}]', "customers.json");

  expect(zipped.text).not.toContain("maya");
  expect(wide.text).not.toContain("maya");
  expect(json.text).toMatch(/^\[\{"email":"\[email \w{16}\]"\}\]$/);
});

test("a value is found where pieces of a large file meet", async () => {
  const line = `cus_1,${"x".repeat(61)},maya@acme.example\n`;
  const { text, masked } = await textOf(line.repeat(10_000));

  expect(masked).toBe(10_000);
  expect(text).not.toContain("maya");
});

test("a value is found in a file of one line", async () => {
  const { text, masked } = await textOf(
    `[${'{"a":"maya@acme.example"},'.repeat(40_000)}1]`,
    "a.json",
  );

  expect(masked).toBe(40_000);
  expect(text).not.toContain("maya");
});

test("cells that a spreadsheet would run are neutralised in the copy, numbers stay numbers", async () => {
  const { text, neutralised } = await textOf(
    'name,amount\n=HYPERLINK("x"),-16.00\n"@SUM(A1)",+5\n-cmd,1\nplain,2\n',
  );

  expect(neutralised).toBe(3);
  expect(text).toBe('name,amount\n\'=HYPERLINK("x"),-16.00\n"\'@SUM(A1)",+5\n\'-cmd,1\nplain,2\n');
});

test("a sheet with nothing to mask is shared as it is", async () => {
  expect(await copyOf("commission_id,amount\ncm_1,-18.50\n")).toBe("unchanged");
});

test("a picture is shared, unless its data holds what must not be; what cannot be read is left out", async () => {
  expect(await copyOf(dot, "screen.png")).toBe("unchanged");
  expect(
    await copyOf(Buffer.concat([dot, Buffer.from("tEXtAuthor\0maya@acme.example")]), "screen.png"),
  ).toHaveProperty("leftOut");
  expect(await copyOf(Buffer.from("%PDF-1.7 \0 maya@acme.example"), "a.pdf")).toHaveProperty(
    "leftOut",
  );
});

test("a file too large for the event loop is masked alike in a thread of its own", async () => {
  const rows = 20_000;
  const line = sheet.split("\r\n")[1] ?? "";
  const { text, masked } = await textOf(`customer_id;email;note\r\n${`${line}\r\n`.repeat(rows)}`);

  const small = await textOf(sheet);
  expect(masked).toBe(2 * rows);
  expect(text.split("\r\n")).toHaveLength(rows + 2);
  expect(text.startsWith(small.text)).toBe(true);
});
