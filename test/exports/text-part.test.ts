import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { lines, read } from "./reading.ts";

const header = "commission_id,status,amount,currency,created_at";

const records = [
  ["cm_1", "paid", "-1234.5", "USD", "2026-10-01T04:00:00Z", "plain"],
  ["cm_2", "held", "0.0123456789", "EUR", "2026-10-31", 'a "quoted" word'],
  ["cm_3", "approved", "12345678901234567890.12", "USD", "2026-10-05 10:11:12", "two\nlines"],
  ["cm_4", "paid", "7", "JPY", "2026-10-06T01:00:00+02:00", "a,b;c|d\te'f"],
] as const;

const expected = [
  ["cm_1", "paid", "-1234.5000000000", "USD", "2026-10-01 04:00:00", false, "plain"],
  ["cm_2", "held", "0.0123456789", "EUR", "2026-10-31 00:00:00", true, 'a "quoted" word'],
  [
    "cm_3",
    "approved",
    "12345678901234567890.1200000000",
    "USD",
    "2026-10-05 10:11:12",
    false,
    "two\nlines",
  ],
  ["cm_4", "paid", "7.0000000000", "JPY", "2026-10-05 23:00:00", false, "a,b;c|d\te'f"],
];

interface Marks {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly line?: string;
}

function csv({ delimiter = ",", quote = '"', escape = '"', line = "\n" }: Marks = {}): string {
  const value = (text: string): string => {
    if (/^[\w.-]+$/.test(text)) return text;
    return (
      quote +
      text
        .replaceAll(escape, escape + escape)
        .replaceAll(quote, escape === quote ? quote : escape + quote) +
      quote
    );
  };
  const rows = [[...header.split(","), "note"], ...records].map(
    (row) => row.map(value).join(delimiter) + line,
  );
  return rows.join("");
}

const objects = records.map(
  ([commission_id, status, amount, currency, created_at, note]) =>
    `{"commission_id":${JSON.stringify(commission_id)},"status":"${status}","amount":${amount},"currency":"${currency}","created_at":"${created_at}","note":${JSON.stringify(note)}}`,
);

const forms: Record<string, Record<string, string | Uint8Array>> = {
  "CSV with commas": { "a.csv": csv() },
  "CSV with semicolons": { "a.csv": csv({ delimiter: ";" }) },
  "CSV with tabs": { "a.tsv": csv({ delimiter: "\t" }) },
  "CSV with bars": { "a.txt": csv({ delimiter: "|" }) },
  "CSV with spaces between values": { "a.csv": csv({ delimiter: " " }) },
  "CSV with spaces between values and mixed line breaks": {
    "a.csv": csv({ delimiter: " ", line: "\r\n" }).replace("plain\r\n", "plain\n"),
  },
  "CSV with carets": { "a.csv": csv({ delimiter: "^" }) },
  "CSV with a control character between values": { "a.csv": csv({ delimiter: "\u0001" }) },
  "CSV with a delimiter of two bytes": { "a.csv": csv({ delimiter: "¦" }) },
  "CSV with apostrophes for quotes": {
    "a.csv": csv({ quote: "'", escape: "'" }).replaceAll(`"`, "″"),
  },
  "CSV with quotes escaped by a backslash": { "a.csv": csv({ escape: "\\" }) },
  "CSV with CRLF": { "a.csv": csv({ line: "\r\n" }) },
  "CSV with CR": { "a.csv": csv({ line: "\r" }) },
  "CSV with a byte order mark": { "a.csv": `\ufeff${csv()}` },
  "CSV without a last line break": { "a.csv": csv().trimEnd() },
  "CSV after an Excel separator line": {
    "a.csv": `sep=;\r\n${csv({ delimiter: ";", line: "\r\n" })}`,
  },
  ...Object.fromEntries(
    ["\r\n", "\n", "\r"].flatMap((first) =>
      ["\r\n", "\n", "\r"].map((line) => [
        `CSV with ${JSON.stringify(line)} after a separator line with ${JSON.stringify(first)}`,
        { "a.csv": `sep=;${first}${csv({ delimiter: ";", line })}` },
      ]),
    ),
  ),
  "CSV after blank lines": { "a.csv": `\n\n${csv()}\n\n` },
  "CSV in UTF-16": { "a.csv": Buffer.from(`\ufeff${csv({ delimiter: "\t" })}`, "utf16le") },
  "CSV in UTF-16, big end first": {
    "a.csv": Buffer.from(`\ufeff${csv()}`, "utf16le").swap16(),
  },
  "CSV with mixed line breaks": { "a.csv": csv({ line: "\r\n" }).replace("plain\r\n", "plain\n") },
  "gzipped CSV": { "a.csv.gz": gzipSync(csv()) },
  "gzipped CSV that does not say so": { "a.csv": gzipSync(csv()) },
  "a JSON array": { "a.json": `[${objects.join(",\n ")}]` },
  "a JSON array in one line": { "a.json": `[${objects.join(",")}]` },
  "a JSON array named as CSV": { "a.csv": ` [\n${objects.join(",")}\n]\n` },
  "JSON lines": { "a.jsonl": lines(...objects) },
  "JSON lines with CRLF and a byte order mark": { "a.ndjson": `\ufeff${objects.join("\r\n")}` },
  "gzipped JSON": { "a.json.gz": gzipSync(`[${objects.join(",")}]`) },
  "gzipped JSON lines": { "a.jsonl.gz": gzipSync(lines(...objects)) },
  "several files of several forms": {
    "1.csv": csv().split("\n").slice(0, 3).join("\n"),
    "2.json": `[${objects.slice(2).join(",")}]`,
  },
};

for (const [form, files] of Object.entries(forms)) {
  test(`${form} is read to the last digit`, async () => {
    const { rows, manifest } = await read({ files });

    expect(manifest).toMatchObject({ rows: 4, rejected: 0, rejects: [], findings: [] });
    const seen = rows.map((row) => [
      row["commission_id"],
      row["status"],
      row["amount"],
      row["currency"],
      row["created_at"],
      row["created_at_is_date"],
      String(row["note"]).replaceAll("\r\n", "\n").replaceAll("\r", "\n").replaceAll("″", '"'),
    ]);
    expect(seen).toEqual(expected);
  });
}
