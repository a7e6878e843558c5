import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { expect, test } from "vitest";

import { Decimal } from "#model/money.ts";
import type { AmountForm } from "#source.ts";
import { amountForms } from "#source.ts";
import { read } from "./reading.ts";

interface Commission {
  readonly commission_id: string;
  readonly status: string;
  readonly amount: string;
  readonly currency: string;
  readonly created_at: string;
  readonly note: string | null;
}

// Words a person or a platform may write: marks of every dialect, line breaks, other scripts; no white space at the ends.
const word = fc
  .array(
    fc.constantFrom(
      "a",
      "Z",
      "7",
      ",",
      ";",
      "|",
      "\t",
      '"',
      "'",
      "\\",
      "\n",
      " ",
      "é",
      "日",
      "😀",
      "=",
      "{",
      "[",
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((letters) => letters.join("").trim())
  .filter((text) => text !== "");

const commission: fc.Arbitrary<Commission> = fc.record({
  commission_id: word,
  status: fc.constantFrom("paid", "held", "refunded"),
  amount: fc
    .tuple(fc.bigInt(-(10n ** 16n), 10n ** 16n), fc.constantFrom(0, 1, 2))
    .map(([digits, places]) => new Decimal(digits.toString()).div(10 ** places).toFixed(2)),
  currency: fc.constantFrom("USD", "EUR"),
  created_at: fc
    .integer({ min: Date.UTC(2026, 0, 1) / 1000, max: Date.UTC(2027, 0, 1) / 1000 })
    .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19)),
  note: fc.option(word),
});

const columns = ["commission_id", "status", "amount", "currency", "created_at", "note"] as const;

function amountText(amount: string, form: AmountForm): string {
  const grouped = (group: string, point: string): string => {
    const [whole = "", fraction = ""] = amount.split(".");
    return whole.replaceAll(/\B(?=(\d{3})+$)/g, group) + point + fraction;
  };
  if (form === "$1,234.50") return grouped(",", ".");
  if (form === "1.234,50") return grouped(".", ",");
  return form === "minor" ? new Decimal(amount).times(100).toFixed(0) : amount;
}

interface Way {
  readonly kind: "csv" | "json" | "jsonl";
  readonly amounts: AmountForm;
  readonly delimiter: string;
  readonly line: string;
  readonly alwaysQuoted: boolean;
  readonly bom: boolean;
  readonly gzip: boolean;
}

function written(commissions: readonly Commission[], way: Way): Uint8Array {
  const rows = commissions.map((row) => ({
    ...row,
    amount: amountText(row.amount, way.amounts),
    created_at: `${row.created_at}Z`,
  }));
  const value = (text: string | null): string => {
    if (text === null) return "";
    const needed = way.alwaysQuoted || !/^[\w.-]+$/.test(text);
    return needed ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = [
    columns.join(way.delimiter),
    ...rows.map((row) => columns.map((column) => value(row[column])).join(way.delimiter)),
  ];
  const objects = rows.map((row) => JSON.stringify(row));
  const text = {
    csv: csv.map((line) => line + way.line).join(""),
    json: `[${objects.join(",\n")}]`,
    jsonl: objects.map((line) => line + way.line.replace(/^\r$/, "\n")).join(""),
  }[way.kind];
  const bytes = Buffer.from((way.bom ? "\ufeff" : "") + text);
  return way.gzip ? gzipSync(bytes) : bytes;
}

test("records written in any way come back as they were", async () => {
  const way: fc.Arbitrary<Way> = fc.record({
    kind: fc.constantFrom("csv", "csv", "json", "jsonl"),
    amounts: fc.constantFrom(...amountForms),
    delimiter: fc.constantFrom(",", ";", "\t", "|", "^"),
    line: fc.constantFrom("\n", "\r\n", "\r"),
    alwaysQuoted: fc.boolean(),
    bom: fc.boolean(),
    gzip: fc.boolean(),
  });
  const commissions = fc.uniqueArray(commission, {
    minLength: 1,
    maxLength: 20,
    selector: ({ commission_id }) => commission_id,
  });

  await fc.assert(
    fc.asyncProperty(commissions, way, async (given, how) => {
      const { rows, manifest } = await read({
        files: { "a.export": written(given, how) },
        amounts: how.amounts,
      });

      expect(manifest).toMatchObject({ rows: given.length, rejected: 0, findings: [] });
      const byId = new Map(rows.map((row) => [row["commission_id"], row]));
      for (const one of given) {
        expect(byId.get(one.commission_id)).toMatchObject({
          ...one,
          amount: new Decimal(one.amount).toFixed(10),
          created_at: one.created_at.replace("T", " "),
        });
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("a large file with damage here and there keeps every other record, whatever the chunk it lies in", async () => {
  const count = 40_000;
  const rows = Array.from({ length: count }, (_, n) => {
    if (n % 1000 === 7) return `c${n},paid,oops,USD,2026-10-01,x`;
    if (n % 1000 === 13) return `c${n},paid,1`;
    if (n % 1000 === 29) return `c${n},paid,1,USD,2026-10-01,"open`;
    if (n % 1000 === 31) return `c${n - 1},paid,9,USD,2026-10-01,again`;
    return `c${n},paid,${n}.25,USD,2026-10-01T00:00:00Z,"${"x".repeat(n % 60)}${n % 50 === 0 ? "\n" : ""}${"y".repeat(30)}"`;
  });
  const text = `${columns.join(",")}\r\n${rows.join("\r\n")}\r\n`;

  const { manifest, rows: found } = await read({ files: { "a.csv": text } });

  const damaged = count / 1000;
  expect(manifest).toMatchObject({ rows: count - 4 * damaged, rejected: 3 * damaged });
  expect(manifest.findings).toMatchObject([
    { id: "rejected_records" },
    { id: "repeated_id", rows: damaged },
  ]);
  const all = text.split("\r\n");
  for (const { line, value, column } of manifest.rejects) {
    const before = text.split("\n").slice(0, line)[line - 1] ?? "";
    expect(column === "amount" ? value : before.trimEnd()).toBe(
      column === "amount" ? "oops" : value,
    );
  }
  expect(all.length).toBe(count + 2);
  expect(found).toHaveLength(count - 4 * damaged);
});
