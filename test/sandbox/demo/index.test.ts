import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { datasetNames, definitionOf } from "#model/datasets.ts";
import { verdictOf } from "#model/explanation.ts";
import { parseWindow } from "#model/window.ts";
import { payoutMismatch } from "#reconcile/payout-mismatch/index.ts";
import { analyticsAnswer } from "#sandbox/demo/analytics-answer.ts";
import type { Answer } from "#sandbox/demo/answer.ts";
import { customerAnswer } from "#sandbox/demo/customer-answer.ts";
import { exportAnswer } from "#sandbox/demo/export-answer.ts";
import { demoAnswers, writeDemo } from "#sandbox/demo/index.ts";
import { programOf } from "#sandbox/demo/program.ts";
import { revenueAnswer } from "#sandbox/demo/revenue-answer.ts";

import { byHand } from "../../reconcile/payout-mismatch/by-hand.ts";
import { tableOf } from "../../reconcile/tables.ts";
import { readDemo, type Row } from "./read-demo.ts";
import { noCard } from "#model/card.ts";

const month = "2026-10";
const months = ["2026-08", "2026-09", month];
let scratch: string;
let folder: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "countercheck-demo-"));
  folder = join(scratch, "demo");
  await writeDemo({ folder, month });
});
afterAll(() => rm(scratch, { recursive: true }));

async function bytesOf(files: readonly string[], below: string): Promise<Map<string, string>> {
  const read = files.map(async (file) => {
    return [relative(below, file), await readFile(file, "base64")] as const;
  });
  return new Map(await Promise.all(read));
}

test("the same month has the same bytes", async () => {
  const again = join(scratch, "again");
  const first = await writeDemo({ folder, month });
  const second = await writeDemo({ folder: again, month });
  expect(await bytesOf(second.files, again)).toEqual(await bytesOf(first.files, folder));
  expect(second.config).toBe(join(again, "countercheck.yml"));
});

test.each(datasetNames)(
  "%s is there with its required columns and known statuses",
  async (dataset) => {
    const rows = await readDemo(folder, dataset);
    const { columns, statuses, id } = definitionOf(dataset);
    const required = Object.entries(columns).flatMap(([name, column]) =>
      column.required ? [name] : [],
    );
    const incomplete = rows.filter((row) => required.some((name) => !row[name]));
    const unknown = rows.filter(({ status }) => statuses && !statuses.includes(status ?? ""));
    const ids = new Set(rows.map((row, index) => (id ? row[id] : index)));
    expect(incomplete).toEqual([]);
    expect(unknown).toEqual([]);
    expect(ids.size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(2);
  },
);

test("a later month replaces the demo in its folder, and nothing else is ever overwritten", async () => {
  const reused = join(scratch, "reused");
  await writeDemo({ folder: reused, month: "2026-04" });
  const { files } = await writeDemo({ folder: reused, month });
  expect(await readdir(join(reused, "exports"))).toHaveLength(
    files.filter((file) => file.includes("/exports/")).length,
  );

  const taken = join(scratch, "taken");
  await mkdir(taken);
  await writeFile(join(taken, "countercheck.yml"), "mine");
  await expect(writeDemo({ folder: taken, month })).rejects.toThrow(
    "is not empty and holds no demo",
  );
  expect(await readFile(join(taken, "countercheck.yml"), "utf8")).toBe("mine");
  expect(await readdir(taken)).toEqual(["countercheck.yml"]);
  await expect(writeDemo({ folder: join(taken, "countercheck.yml"), month })).rejects.toThrow(
    "cannot hold the demo",
  );
});

test("records refer to records that exist, but for those that should not", async () => {
  const [events, conversions, commissions, payouts, links] = await Promise.all(
    (["events", "conversions", "commissions", "payouts", "links"] as const).map((dataset) =>
      readDemo(folder, dataset),
    ),
  );
  const missing = (rows: Row[] = [], column: string, others: Row[] = [], id = column): string[] => {
    const known = new Set(others.map((row) => row[id]));
    const named = rows.flatMap((row) => row[column] ?? []);
    return [...new Set(named.filter((name) => !known.has(name)))];
  };
  expect(missing(events, "link_id", links)).toEqual([]);
  expect(missing(conversions, "link_id", links)).toEqual([]);
  expect(missing(conversions, "event_id", events)).toEqual([]);
  expect(missing(commissions, "conversion_id", conversions)).toEqual([]);
  expect(missing(events, "conversion_id", conversions)).toEqual(["cv_lost_1"]);
  expect(missing(commissions, "payout_id", payouts)).toEqual(["po_2610_10b"]);
});

test.each(["2024-02", "2025-03", "2025-12", "2026-05", "2026-11", "2031-07"])(
  "the answers of the other runbooks explain all of %s",
  (last) => {
    const program = programOf(last);
    const causesOf = ({ causes, unexplained }: Answer) => {
      expect(Number(unexplained)).toBe(0);
      return causes.map(({ cause }) => cause);
    };
    expect(causesOf(revenueAnswer(program, last))).toEqual(
      expect.arrayContaining([
        "refunded_counted",
        "missing_event",
        "missing_conversion",
        "duplicate",
        "currency_not_converted",
        "timezone_boundary",
      ]),
    );
    expect(causesOf(exportAnswer(program, last))).toEqual(["currency", "late_records"]);
    expect(causesOf(customerAnswer(program, last))).toHaveLength(4);
    expect(causesOf(analyticsAnswer(program, last))).toHaveLength(3);
  },
);

describe("answers for payout-mismatch", () => {
  test("name nine causes in the last month and few small ones before", () => {
    const causes = demoAnswers(month).causes.map(({ cause }) => cause);
    expect(new Set(causes)).toEqual(
      new Set([
        "payout_failed",
        "payout_missing",
        "paid_refunded",
        "paid_duplicate",
        "held",
        "unpaid",
        "timezone_boundary",
        "fee",
        "fx_difference",
      ]),
    );
    const [first, second] = months.map((name) => demoAnswers(month, name).causes);
    expect(first?.map(({ cause }) => cause)).toEqual(["timezone_boundary"]);
    expect(second?.map(({ cause }) => cause)).toEqual(["timezone_boundary", "fee"]);
  });

  test.each(["2024-02", "2025-03", "2025-12", "2026-01", "2026-05", "2026-11", "2031-07"])(
    "explain all of %s",
    (last) => {
      const answer = demoAnswers(last);
      expect(answer.unexplained).toBe("0.00");
      expect(answer.causes).toHaveLength(9);
      expect(answer.causes.every(({ amount }) => !/^-?0\.00$/.test(amount))).toBe(true);
    },
  );

  test.each(months)("are what the rules give by hand for %s", async (name) => {
    const { from, to } = parseWindow(name, "America/New_York");
    const found = byHand(await ledger(), {
      from,
      to,
      timezone: "America/New_York",
      sourceTimezone: "UTC",
      partner: null,
    });
    const answer = demoAnswers(month, name);
    const exact = (amount: string): string => Number(amount).toFixed(2);
    const causes = Object.entries(found.causes).map(([cause, { amount, rows }]) => [
      cause,
      { amount: exact(amount), rows },
    ]);
    expect(Object.fromEntries(causes)).toEqual(
      Object.fromEntries(answer.causes.map(({ cause, amount, rows }) => [cause, { amount, rows }])),
    );
    expect(exact(found.expected.amount)).toBe(answer.expected.amount);
    expect(exact(found.gap)).toBe(answer.gap);
    expect(found.unexplained).toBe("0");
  });

  test.each(months)("are what the reconciliation finds for %s", async (name) => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run("SET TimeZone = 'UTC'; SET threads = 1");
    const { commissions, payouts } = await ledger();
    await connection.run(
      `CREATE TABLE rates AS SELECT * FROM read_csv('${join(folder, "rates.csv")}', columns = {'date': 'DATE', 'from': 'VARCHAR', 'to': 'VARCHAR', 'rate': 'DECIMAL(38, 18)'})`,
    );
    const { explanation } = await payoutMismatch.explain({
      connection,
      tables: {
        commissions: await tableOf(connection, "commissions", commissions),
        payouts: await tableOf(connection, "payouts", payouts),
      },
      rates: "rates",
      context: {
        ...parseWindow(name, "America/New_York"),
        workspace: null,
        campaign: null,
        link: null,
        program: null,
        partner: null,
        statuses: null,
        currency: "USD",
        date_basis: "event",
        cost_model: null,
      },
      card: noCard,
      sourceTimezone: "UTC",
      findings: [],
    });
    connection.closeSync();

    const { expected, actual, gap, causes, unexplained } = demoAnswers(month, name);
    expect(explanation).toMatchObject({ expected, actual, gap, unexplained, findings: [] });
    const found = explanation.causes.map(({ cause, amount, rows, examples }) => {
      return [cause, { amount, rows, examples }] as const;
    });
    const planted = causes.map(({ cause, amount, rows, ids }) => {
      return [cause, { amount, rows, examples: ids.slice(0, 5) }] as const;
    });
    expect(new Map(found)).toEqual(new Map(planted));
    expect(verdictOf(explanation)).toBe("explained");
  });

  async function ledger() {
    const [commissions, payouts] = await Promise.all([
      readDemo(folder, "commissions"),
      readDemo(folder, "payouts"),
    ]);
    const [, ...lines] = (await readFile(join(folder, "rates.csv"), "utf8")).trim().split("\n");
    const rates = lines.map((line) => {
      const [date = "", from = "", to = "", rate = ""] = line.split(",");
      return { date, from, to, rate };
    });
    return { commissions, payouts, rates };
  }
});
