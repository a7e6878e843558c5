import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { Decimal } from "#model/money.ts";
import { closing, draftOf, linesOf, shown } from "./closing.ts";

const commissions =
  "commission_id,status,amount,currency,created_at,conversion_id,partner_id,program_id,payout_id\n";
const payouts = "payout_id,status,amount,currency,partner_id,program_id,period_start\n";
const rates = "rates: { files: 'rates.csv' }\n";

test("a sheet goes from what was expected of each partner over every cause to each payout, and ends in its gap", async () => {
  const draft = await draftOf(await closing());

  expect([...draft.sheets.keys()]).toEqual(["payouts_prg_1_usd.csv"]);
  expect(shown(linesOf(draft, "payouts_prg_1_usd.csv"))).toEqual([
    "expected prt_1 100.00 USD",
    "expected prt_2 7.25 USD",
    "cause paid_refunded cm_2 20.50 USD",
    "cause unpaid cm_3 -7.25 USD",
    "actual po_1 120.50 USD",
    "total expected 107.25 USD",
    "total causes 13.25 USD",
    "total unexplained 0.00 USD",
    "total actual 120.50 USD",
    "gap 13.25 USD",
  ]);
});

test("every line of a record names the file it came from with the hash of its bytes", async () => {
  const program = await closing();
  const draft = await draftOf(program);

  const lines = linesOf(draft, "payouts_prg_1_usd.csv").filter(({ records }) => records === "1");
  const told = lines.filter(({ section = "" }) => /^(expected|cause|actual)$/.test(section));
  expect(told).toHaveLength(5);
  for (const { export: file = "", export_sha256: sha256 } of told) {
    const bytes = await readFile(join(program.folder, "exports", file));
    expect(sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
  }
});

test("the same exports captured again give the same bytes and the same facts", async () => {
  const program = await closing();
  const [first, second] = [await draftOf(program), await draftOf(program)];

  expect(second.facts).toEqual(first.facts);
  expect([...second.sheets]).toEqual([...first.sheets]);
});

test("each program and currency has a sheet, a commission stands with the payout that paid it, and all sheets hold each record once", async () => {
  const draft = await draftOf(
    await closing(
      {
        "exports/commissions.csv": `${commissions}cm_1,paid,10.00,USD,2026-10-02,cv_1,prt_1,prg_1,po_1
cm_2,paid,20.00,EUR,2026-10-02,cv_2,prt_1,prg_1,po_1
cm_3,paid,30.00,EUR,2026-10-02,cv_3,prt_2,prg_1,po_2
cm_4,approved,5.00,EUR,2026-10-02,cv_4,prt_2,prg_1,
cm_5,paid,7.00,USD,2026-10-02,cv_5,prt_3,prg_2,po_3
`,
        "exports/payouts.csv": `${payouts}po_1,completed,32.00,USD,prt_1,prg_1,2026-10-01
po_2,completed,30.00,EUR,prt_2,prg_1,2026-10-01
po_3,completed,7.00,USD,prt_3,prg_2,2026-10-01
`,
        "rates.csv": "date,from,to,rate\n2026-09-01,EUR,USD,1.1\n",
      },
      rates,
    ),
  );

  expect(draft.facts.sheets.map(({ file, verdict, gap }) => `${file} ${verdict} ${gap}`)).toEqual([
    "payouts_prg_1_eur.csv explained -5.00",
    "payouts_prg_1_usd.csv match 0.00",
    "payouts_prg_2_usd.csv match 0.00",
  ]);
  expect(shown(linesOf(draft, "payouts_prg_1_usd.csv")).slice(0, 2)).toEqual([
    "expected prt_1 32.00 USD",
    "actual po_1 32.00 USD",
  ]);
  expect(shown(linesOf(draft, "payouts_prg_1_eur.csv")).slice(0, 3)).toEqual([
    "expected prt_2 35.00 EUR",
    "cause unpaid cm_4 -5.00 EUR",
    "actual po_2 30.00 EUR",
  ]);
});

test("a duplicate of a commission in another currency is seen from its own sheet", async () => {
  const draft = await draftOf(
    await closing({
      "exports/commissions.csv": `${commissions}cm_1,paid,10.00,USD,2026-10-02,cv_1,prt_1,prg_1,po_1
cm_2,paid,9.00,EUR,2026-10-03,cv_1,prt_1,prg_1,po_2
`,
      "exports/payouts.csv": `${payouts}po_1,completed,10.00,USD,prt_1,prg_1,2026-10-01
po_2,completed,9.00,EUR,prt_1,prg_1,2026-10-01
`,
    }),
  );

  expect(shown(linesOf(draft, "payouts_prg_1_eur.csv"))[0]).toBe(
    "cause paid_duplicate cm_2 9.00 EUR",
  );
});

test("a payout that names no program stands with its commissions' one, and records of none have a sheet of their own", async () => {
  const draft = await draftOf(
    await closing({
      "exports/commissions.csv": `${commissions}cm_1,paid,10.00,USD,2026-10-02,cv_1,prt_1,PRG 1,po_1
cm_2,approved,3.00,USD,2026-10-02,cv_2,prt_1,,
`,
      "exports/payouts.csv": `${payouts}po_1,completed,10.00,USD,prt_1,,2026-10-01\n`,
    }),
  );

  const [none, named] = draft.facts.sheets;
  expect(none).toMatchObject({ file: "payouts__no-program_usd.csv", program: "", gap: "-3.00" });
  expect(named).toMatchObject({ program: "PRG 1", verdict: "match" });
  expect(named?.file).toMatch(/^payouts_prg-1-[0-9a-f]{8}_usd\.csv$/);
});

test("what a spreadsheet would run as a formula is text in a sheet", async () => {
  const draft = await draftOf(
    await closing({
      "exports/commissions.csv": `${commissions}"=1+1",approved,3.00,USD,2026-10-02,cv_2,"@SUM(A1)",prg_1,\n`,
    }),
  );

  const line = linesOf(draft, "payouts_prg_1_usd.csv").find(({ section }) => section === "cause");
  expect(line).toMatchObject({ id: "'=1+1", partner: "'@SUM(A1)", amount: "-3.00" });
});

test("expected, causes and what is unexplained add up to actual line by line, to the last decimal", async () => {
  const draft = await draftOf(
    await closing({
      "exports/payouts.csv": `${payouts}po_1,completed,120.512345,USD,prt_1,prg_1,2026-10-01\n`,
    }),
  );

  const lines = linesOf(draft, "payouts_prg_1_usd.csv");
  const sum = (...sections: string[]): string =>
    lines
      .filter(({ section = "" }) => sections.includes(section))
      .reduce((all, { amount = "0" }) => all.plus(amount), new Decimal(0))
      .toFixed();
  expect(sum("unexplained")).toBe("0.012345");
  expect(sum("expected", "cause", "unexplained")).toBe(sum("actual"));
  expect(sum("total unexplained")).toBe("0.012345");
});

test("a month without a record is refused: silence is nothing to sign", async () => {
  const program = await closing({
    "exports/commissions.csv": commissions,
    "exports/payouts.csv": payouts,
  });

  await expect(draftOf(program)).rejects.toThrow("nothing to close: acme has no commission");
});
