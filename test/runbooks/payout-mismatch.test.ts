import { readFile, rm } from "node:fs/promises";

import { expect, test } from "vitest";

import { performAll } from "#runs/perform.ts";
import { resultOf } from "#runs/result.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { noCard } from "#model/card.ts";
import { openPerformer } from "#runs/shelves.ts";
import { context } from "../runs/fixtures.ts";
import { smallProgram } from "../runs/program.ts";

test("it collects, compares and confirms, and each finding has its evidence", async () => {
  const { folder, parts } = await smallProgram();
  const runbook = (await loadRunbooks()).get("payout-mismatch");
  if (!runbook) throw new Error("the runbook is not on its shelf");
  const told: string[] = [];

  const outcomes = await performAll(
    runbook,
    { source: "acme", context, card: noCard },
    await openPerformer(parts),
    {
      onStep({ id }, outcome) {
        if (outcome) told.push(`${id}: ${outcome.status}, ${outcome.summary}`);
      },
    },
  );

  expect(told).toEqual([
    "commissions: complete, 3 records",
    "payouts: complete, 1 record",
    "compare: attention, Gap +13.25 USD, 2 causes",
    "exclusions: attention, Paid although refunded +20.50",
    "scope: complete, Confirmed: none found",
  ]);
  const result = resultOf(runbook.id, context, outcomes, `${folder}/data/artifacts`);
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
  expect(kinds.join(" ")).toBe("export manifest export manifest chart rows explanation");
  const rows = result.evidence.at(-2)?.file ?? "";
  expect((await readFile(rows, "utf8")).split("\n").map((line) => line.slice(0, 28))).toEqual([
    "cause,contribution,record,id",
    expect.stringContaining("paid_refunded,20.5"),
    expect.stringContaining("unpaid,-7.25"),
    "",
  ]);
  await rm(folder, { recursive: true });
});
