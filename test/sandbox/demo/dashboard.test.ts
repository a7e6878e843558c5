import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DateTime } from "luxon";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Decimal } from "#model/money.ts";
import { writeDemo } from "#sandbox/demo/index.ts";
import { exportAnswer } from "#sandbox/demo/export-answer.ts";
import { programOf } from "#sandbox/demo/program.ts";
import { revenueAnswer } from "#sandbox/demo/revenue-answer.ts";

import { readDemo, type Row } from "./read-demo.ts";

const month = "2026-10";
const program = programOf(month);
const newYork = "America/New_York";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-demo-"));
  await writeDemo({ folder, month });
});
afterAll(() => rm(folder, { recursive: true }));

function monthIn(text: string | null | undefined, zone: string): string {
  return DateTime.fromISO(text ?? "", { zone }).toFormat("yyyy-MM");
}

function card(rows: readonly Row[], metric: string, campaign: string | null): Row | undefined {
  return rows.find(
    (row) =>
      row["metric"] === metric &&
      row["campaign_id"] === campaign &&
      row["link_id"] === null &&
      row["window_start"] === `${month}-01`,
  );
}

function dollars(rows: readonly Row[]): Decimal {
  return rows.reduce((sum, row) => {
    const day = DateTime.fromISO(row["occurred_at"] ?? "", { zone: newYork }).toFormat(
      "yyyy-MM-dd",
    );
    const rate = row["currency"] === "EUR" ? program.rates.on(day) : 1;
    return sum.plus(new Decimal(row["amount"] ?? "0").times(rate).toDecimalPlaces(2));
  }, new Decimal(0));
}

test("the workspace's revenue card is its sale events, and the planted causes explain it to the cent", async () => {
  const [cards, events, conversions] = await Promise.all([
    readDemo(folder, "cards"),
    readDemo(folder, "events"),
    readDemo(folder, "conversions"),
  ]);
  const sold = events.filter(
    (row) => row["type"] === "sale" && monthIn(row["occurred_at"], "utc") === month,
  );
  const approved = conversions.filter(
    (row) => row["status"] === "approved" && monthIn(row["occurred_at"], newYork) === month,
  );
  const shown = card(cards, "revenue", null)?.["value"] ?? "";
  expect(dollars(sold).toFixed(2)).toBe(shown);
  const { causes, unexplained } = revenueAnswer(program, month);
  const explained = causes.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));
  expect(dollars(approved).minus(shown).toFixed(2)).toBe(explained.toFixed(2));
  expect(unexplained).toBe("0.00");
  expect(new Set(causes.map(({ cause }) => cause))).toEqual(
    new Set([
      "pending_counted",
      "refunded_counted",
      "chargeback_counted",
      "rejected_counted",
      "fraud_counted",
      "missing_event",
      "missing_conversion",
      "duplicate",
      "currency_not_converted",
      "timezone_boundary",
    ]),
  );
});

test("the summary is approved sales with euros taken for dollars, without those that came in late", async () => {
  const [cards, conversions] = await Promise.all([
    readDemo(folder, "cards"),
    readDemo(folder, "conversions"),
  ]);
  const summary = cards.find(
    (row) =>
      row["metric"] === "revenue" &&
      row["statuses"] === "approved" &&
      row["window_start"] === `${month}-01`,
  );
  const known = conversions.filter(
    (row) =>
      row["status"] === "approved" &&
      monthIn(row["occurred_at"], newYork) === month &&
      Date.parse(row["recorded_at"] ?? "") <= Date.parse(summary?.["captured_at"] ?? ""),
  );
  const atPar = known.reduce((sum, row) => sum.plus(row["amount"] ?? "0"), new Decimal(0));
  expect(summary).toMatchObject({ value: atPar.toFixed(2), mode: "summary", currency: "USD" });
  expect(exportAnswer(program, month)).toMatchObject({
    causes: [{ cause: "currency" }, { cause: "late_records" }],
    unexplained: "0.00",
  });
});

test("the flash sale's cards agree with the export in UTC and nowhere else", async () => {
  const [cards, conversions] = await Promise.all([
    readDemo(folder, "cards"),
    readDemo(folder, "conversions"),
  ]);
  const own = conversions.filter((row) => row["campaign_id"] === "cmp_05");
  const inUtc = own.filter((row) => monthIn(row["occurred_at"], "utc") === month);
  const inNewYork = own.filter((row) => monthIn(row["occurred_at"], newYork) === month);
  expect(card(cards, "revenue", "cmp_05")?.["value"]).toBe(dollars(inUtc).toFixed(2));
  expect(card(cards, "conversions", "cmp_05")?.["value"]).toBe(String(inUtc.length));
  expect(inUtc.length - inNewYork.length).toBe(3);
  expect(new Set(own.map(({ status }) => status))).toEqual(new Set(["approved"]));
});

test("a partner is silent for two days, and only then", async () => {
  const events = await readDemo(folder, "events");
  const days = new Set(
    events
      .filter((row) => row["partner_id"] === "prt_006" && row["type"] === "click")
      .map((row) => DateTime.fromISO(row["occurred_at"] ?? "", { zone: newYork }).toISODate()),
  );
  const october = Array.from(
    { length: 31 },
    (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`,
  );
  expect(october.filter((day) => !days.has(day))).toEqual([`${month}-17`, `${month}-18`]);
});

test("links, campaigns and workspace are aligned: each level is the sum of the one below", async () => {
  const cards = (await readDemo(folder, "cards")).filter(
    (row) =>
      row["window_start"] === "2026-09-01" && row["metric"] === "clicks" && row["link_id"] === null,
  );
  const all = cards.find((row) => row["campaign_id"] === null)?.["value"];
  const sum = cards
    .filter((row) => row["campaign_id"] !== null)
    .reduce((total, row) => total + Number(row["value"]), 0);
  expect(String(sum)).toBe(all);
});
