import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { type } from "./command-line.ts";
import { comparing, manifestOf } from "./comparing.ts";
import { writePrograms } from "./programs.ts";

const { folder, remove } = await writePrograms();
afterAll(remove);

const { exported, compared } = comparing(folder);

test.concurrent("two captures of the same records are equal, by file or by manifest", async () => {
  const first = await exported("same-a", "payouts", "--config=match.yml");
  const second = await exported("same-b", "payouts", "--config=match.yml");

  const { status, document } = await compared(first, manifestOf(second));
  const read = await type(folder, "compare", first, second);

  expect([status, read.status]).toEqual([0, 0]);
  expect(document).toMatchObject({
    verdict: "match",
    dataset: "payouts",
    expected: { file: first, source: "acme", rows: 1 },
    totals: [{ column: "amount", currency: "USD", expected: "10.00", gap: "0.00" }],
    records: [],
    refusal: null,
  });
  expect(read.output).toContain("Equal: 1 record of payouts");
});

test.concurrent("each record that differs is named with its columns, and the sums to the cent", async () => {
  const columns = "payout_id,status,amount,currency,paid_at,note";
  const write = (...rows: string[]) =>
    writeFile(join(folder, "differ.csv"), [columns, ...rows, ""].join("\n"));
  const yaml = (await readFile(join(folder, "match.yml"), "utf8"))
    .replace("./match", "./")
    .replace("payouts*.csv", "differ.csv");
  await writeFile(join(folder, "differ.yml"), yaml);
  await write(
    "po_1,sent,10.00,USD,2026-01-30,x",
    "po_2,sent,0.10,USD,2026-01-30,x",
    "po_3,sent,0.20,USD,2026-01-30T10:00:00Z,x",
    "po_4,sent,7.00,USD,2026-01-30,x",
    "po_5,sent,5.00,EUR,2026-01-30,x",
  );
  const first = await exported("differ-a", "payouts", "--config=differ.yml");
  await write(
    "po_2,failed,0.30,USD,2026-01-30,y",
    // The same instant, written otherwise, is no difference; ten milliseconds are one.
    "po_3,sent,0.2,usd,2026-01-30 10:00:00,x",
    "po_4,sent,7.00,USD,2026-01-30T00:00:00Z,x",
    "po_5,sent,5.00,EUR,2026-01-30,x",
    "po_6,odd,3.00,USD,,x",
  );
  const second = await exported("differ-b", "payouts", "--config=differ.yml");

  const { status, document } = await compared(first, second);
  const read = await type(folder, "compare", first, second);

  expect([status, read.status]).toEqual([1, 1]);
  expect(document).toMatchObject({
    verdict: "explained",
    added: 1,
    removed: 1,
    changed: 2,
    columns: { amount: 1, note: 1, paid_at: 1, status: 1 },
    totals: [
      { currency: "EUR", expected: "5.00", actual: "5.00", gap: "0.00" },
      { currency: "USD", expected: "17.30", actual: "10.50", gap: "-6.80" },
    ],
  });
  expect(document["records"]).toEqual([
    { change: "removed", id: "po_1", columns: [], amount: "-10.00", currency: "USD" },
    { change: "added", id: "po_6", columns: [], amount: "3.00", currency: "USD" },
    {
      change: "changed",
      id: "po_2",
      columns: expect.arrayContaining([
        { column: "amount", expected: "0.10", actual: "0.30" },
        { column: "status", expected: "sent", actual: "failed" },
        { column: "note", expected: "x", actual: "y" },
      ]) as unknown,
      amount: "0.20",
      currency: "USD",
    },
    {
      change: "changed",
      id: "po_4",
      columns: [{ column: "paid_at", expected: "2026-01-30", actual: "2026-01-30 00:00:00Z" }],
      amount: "0.00",
      currency: "USD",
    },
  ]);
  expect(read.output).toContain(
    "Different: of 5 records of payouts, 1 added, 1 removed, 2 changed.",
  );
  expect(read.output).toMatch(/removed +po_1 +-10\.00 USD/);
  expect(read.output).toMatch(/ amount +0\.10 +0\.30$/m);
});

test.concurrent("records without an id are compared whole, as often as they stand there", async () => {
  const file = (data: string) => exported(data, "config_changes", "--config=twice.yml");
  const yaml = await readFile(join(folder, "changes.yml"), "utf8");
  await writeFile(
    join(folder, "twice.yml"),
    yaml.replace("*.csv", "twice*.csv").replace("./changes", "./"),
  );
  const write = (...rows: string[]) =>
    writeFile(join(folder, "twice.csv"), ["changed_at,module", ...rows, ""].join("\n"));
  await write("2026-01-10,rules", "2026-01-10,rules", "2026-01-11,plan");
  const first = await file("twice-a");
  await write("2026-01-11,plan", "2026-01-10,rules", "2026-01-12,currency");
  const second = await file("twice-b");

  const { document } = await compared(first, second);

  expect(document).toMatchObject({ added: 1, removed: 1, changed: 0, totals: [] });
  expect(document["records"]).toMatchObject([
    { change: "added", id: "2026-01-12 currency" },
    { change: "removed", id: "2026-01-10 rules" },
  ]);
});

test.concurrent("silence is no match, and a column that one side lacks is no match either", async () => {
  const rows = ["payout_id,status,amount,currency", "payout_id,status,amount,currency,fee"];
  const files: string[] = [];
  for (const [index, header] of rows.entries()) {
    for (const row of [
      "",
      header.includes("fee") ? "po_1,sent,1.00,USD,\n" : "po_1,sent,1.00,USD\n",
    ]) {
      await writeFile(join(folder, "lack.csv"), `${header}\n${row}`);
      const yaml = (await readFile(join(folder, "match.yml"), "utf8"))
        .replace("./match", "./")
        .replace("payouts*.csv", "lack.csv");
      await writeFile(join(folder, "lack.yml"), yaml);
      files.push(await exported(`lack-${index}-${row.length}`, "payouts", "--config=lack.yml"));
    }
  }
  const [none = "", plain = "", , withFee = ""] = files;

  const silent = await compared(none, none);
  const lacking = await compared(plain, withFee);

  expect([silent.status, silent.document["verdict"]]).toEqual([1, "no_data"]);
  expect([lacking.status, lacking.document["verdict"]]).toEqual([1, "explained"]);
  expect(lacking.document["findings"]).toMatchObject([
    {
      id: "column_missing",
      severity: "fail",
      message: expect.stringContaining("has no fee") as string,
    },
  ]);
});
