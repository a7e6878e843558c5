import { DuckDBInstance } from "@duckdb/node-api";
import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { amountSql } from "#exports/amounts-sql.ts";
import { Decimal, minorDigits } from "#model/money.ts";
import { literal, rowsOf } from "#reconcile/sql.ts";
import type { AmountForm } from "#source.ts";

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create();
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function amounts(form: AmountForm, texts: readonly string[], currency = "USD") {
  const rules = { form, currency: literal(currency), plainWithoutCurrency: false };
  const values = texts.map((text, at) => `(${at}, ${literal(text)})`).join(", ");
  const rows = await rowsOf(
    connection,
    `SELECT ${amountSql("x", "trim(x)", rules)} AS amount FROM (VALUES ${values}) AS t(place, x) ORDER BY place`,
  );
  return rows.map(({ amount }) => (amount === null ? null : new Decimal(String(amount)).toFixed()));
}

const read: Readonly<Record<AmountForm, Readonly<Record<string, string | null>>>> = {
  decimal: {
    "0": "0",
    "-0": "-0",
    "-1234.5": "-1234.5",
    " 12.30 ": "12.3",
    "007.50": "7.5",
    "0.0000000001": "0.0000000001",
    "12345678901234.5678": "12345678901234.5678",
    "123456789012345.67": "123456789012345.67",
    "1234567890123456789012345678.0123456789": "1234567890123456789012345678.0123456789",
    "12345678901234567890123456789": null,
    "0.00000000001": null,
    "1,234.50": null,
    "1e2": null,
    "1_000": null,
    "+5": null,
    "5.": null,
    ".5": null,
    "-": null,
    $5: null,
    "1 234": null,
    "--5": null,
    NaN: null,
    infinity: null,
    "٣": null,
  },
  minor: {
    "123450": "1234.5",
    "-5": "-0.05",
    "0": "0",
    "12345678901234": "123456789012.34",
    "1234567890123456789": "12345678901234567.89",
    "12.5": null,
    "1,200": null,
    "1e2": null,
    "": null,
  },
  "$1,234.50": {
    "$1,234.50": "1234.5",
    "1,234.50": "1234.5",
    "1234.5": "1234.5",
    "-$1,234.50": "-1234.5",
    "$-1,234.50": "-1234.5",
    "-1,234.50": "-1234.5",
    "($1,234.50)": "-1234.5",
    "(1,234.50)": "-1234.5",
    "$12,345,678.1234567891": "12345678.1234567891",
    "US$ 5": "5",
    "5 $": "5",
    "$1,234": "1234",
    "12,34.50": null,
    "1,2345": null,
    ",123": null,
    "1.234,50": null,
    "(-5)": null,
    "(5": null,
    "5-": null,
    "--5": null,
    $: null,
    "1,234.": null,
    "1,234.50 net": null,
  },
  "1.234,50": {
    "1.234,50": "1234.5",
    "1234,5": "1234.5",
    "1.234": "1234",
    "-1.234.567,1": "-1234567.1",
    "1.234,50 €": "1234.5",
    "€ 1.234,50": "1234.5",
    "(1.234,50)": "-1234.5",
    "0,0123456789": "0.0123456789",
    "1234.5": null,
    "1,234.50": null,
    "12.34": null,
    "1.234,": null,
    "1e2": null,
  },
};

for (const [form, cases] of Object.entries(read)) {
  test(`${form} takes what is written in it and nothing else`, async () => {
    const texts = Object.keys(cases);
    const currency = form === "1.234,50" ? "EUR" : "USD";

    const found = await amounts(form as AmountForm, texts, currency);

    expect(
      Object.fromEntries(texts.map((text, at) => [text, found[at]?.replace(/^-0$/, "-0") ?? null])),
    ).toEqual(
      Object.fromEntries(
        Object.entries(cases).map(([text, value]) => [text, value === "-0" ? "0" : value]),
      ),
    );
  });
}

test.each([
  ["USD", ["$5", "US$5", "USD$5", "5 $", "5"], ["€5", "5 €", "-£5", "(€5)", "CA$5", "A$5", "$€5"]],
  ["CAD", ["$5", "CA$5", "C$5", "CAD$5"], ["US$5", "€5"]],
  ["AUD", ["$5", "A$5", "AU$5"], ["NZ$5", "CA$5"]],
  ["EUR", ["€5", "5 €"], ["$5", "£5", "US$5"]],
  ["GBP", ["£5", "￡5"], ["€5"]],
  ["JPY", ["¥5", "￥5"], ["CN¥5", "₩5"]],
  ["CNY", ["¥5", "CN¥5"], ["$5"]],
  ["BRL", ["R$5", "$5"], ["US$5"]],
  ["SEK", ["5"], ["$5"]],
])("an amount in %s has a sign of its own or none", async (currency, own, foreign) => {
  const found = await amounts("$1,234.50", [...own, ...foreign], currency);

  expect(found).toEqual([...own.map(() => "5"), ...foreign.map(() => null)]);
});

test.each(["JPY", "USD", "KWD", "CLF", "EUR"])(
  "minor units of %s have the digits of ISO 4217",
  async (currency) => {
    const [amount] = await amounts("minor", ["1234567"], currency);

    expect(amount).toBe(
      new Decimal(1234567).div(new Decimal(10).pow(minorDigits(currency))).toFixed(),
    );
  },
);

test("minor units without a currency are not read", async () => {
  const rules = { form: "minor", currency: "NULL", plainWithoutCurrency: false } as const;
  const [row] = await rowsOf(
    connection,
    `SELECT ${amountSql("x", "x", rules)} AS amount FROM (VALUES ('5')) AS t(x)`,
  );

  expect(row).toEqual({ amount: null });
});

test("every amount that fits survives every form", async () => {
  const amount = fc
    .tuple(fc.bigInt(-(10n ** 28n) + 1n, 10n ** 28n - 1n), fc.integer({ min: 0, max: 10 }))
    .map(([digits, places]) =>
      new Decimal(digits.toString()).div(new Decimal(10).pow(places)).toFixed(),
    );
  const grouped = (text: string, group: string, point: string): string => {
    const [whole = "", fraction] = text.split(".");
    const groups = whole.replaceAll(/\B(?=(\d{3})+$)/g, group);
    return fraction === undefined ? groups : groups + point + fraction;
  };

  await fc.assert(
    fc.asyncProperty(fc.array(amount, { minLength: 1, maxLength: 50 }), async (values) => {
      const clean = values.map((value) => new Decimal(value).toFixed());
      expect(await amounts("decimal", values)).toEqual(clean);
      expect(
        await amounts(
          "$1,234.50",
          values.map((value) => grouped(value, ",", ".")),
        ),
      ).toEqual(clean);
      expect(
        await amounts(
          "1.234,50",
          values.map((value) => grouped(value, ".", ",")),
        ),
      ).toEqual(clean);
    }),
    { numRuns: 30 },
  );
});
