import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import { ranOf } from "./running.ts";

test("it collects, compares and confirms, and each finding has its evidence", async () => {
  const { told, outcomes, result } = await ranOf("payout-mismatch");

  expect(told).toEqual([
    "commissions: complete, 3 records",
    "payouts: complete, 1 record",
    "compare: attention, Gap +13.25 USD, 2 causes",
    "exclusions: attention, Paid although refunded +20.50",
    "scope: complete, Confirmed: none found",
    "changes: skipped, Not available from acme",
    "ids: complete, 1 program, 2 partners",
    "sign-off: skipped, Not approved, nobody can be asked here: Sign off the explanation above of acme's payouts for 2026-10, or reject it with a reason.",
    expect.stringMatching(/^package: skipped, .* countercheck evidence package \w{26} --reason/),
  ]);
  expect(result).toMatchObject({
    verdict: "explained",
    expected: { amount: "107.25", currency: "USD", rows: 2 },
    actual: { amount: "120.50", currency: "USD", rows: 1 },
    gap: "13.25",
    causes: [
      { cause: "paid_refunded", amount: "20.50", rows: 1, examples: ["cm_2"] },
      { cause: "unpaid", amount: "-7.25", rows: 1, examples: ["cm_3"] },
    ],
    unexplained: "0.00",
  });
  const kinds = outcomes.flatMap(({ evidence }) => evidence.map(({ kind }) => kind));
  expect(kinds.join(" ")).toBe("export manifest export manifest chart rows explanation ids");
  const rows = result.evidence.at(-3)?.file ?? "";
  expect((await readFile(rows, "utf8")).split("\n").map((line) => line.slice(0, 28))).toEqual([
    "cause,contribution,record,id",
    expect.stringContaining("paid_refunded,20.5"),
    expect.stringContaining("unpaid,-7.25"),
    "",
  ]);
});
