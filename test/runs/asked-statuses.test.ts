import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import type { RunbookStep } from "#runbook.ts";
import { readStatuses, statusesOf } from "#runs/asked-statuses.ts";

const collect = (dataset: string, more: object = {}): RunbookStep => ({
  id: dataset,
  title: dataset,
  kind: "collect",
  dataset,
  ...more,
});
const conversions = collect("conversions");

test("a runbook is asked for the statuses that every filtered export has", () => {
  expect(statusesOf([conversions, collect("customers", { optional: true })])).toContain("rejected");
  expect(statusesOf([conversions, collect("commissions")])).toEqual([
    "pending",
    "approved",
    "refunded",
    "fraud",
  ]);
});

test("where no export is filtered it is those that any has, and any word where sources have their own", () => {
  const all = { statuses: "all" };

  expect(statusesOf([collect("payouts", all), collect("conversions", all)])).toEqual(
    expect.arrayContaining(["sent", "chargeback"]),
  );
  expect(statusesOf([collect("payouts", all), collect("events", all)])).toBeNull();
  expect(statusesOf([])).toBeNull();
});

test("what is read is sorted, each once, in the words of the vocabulary", () => {
  expect(readStatuses("rejected, Approved,rejected", [conversions])).toEqual([
    "approved",
    "rejected",
  ]);
  expect(readStatuses("Live", [collect("events")])).toEqual(["Live"]);
  expect(readStatuses(null, [conversions])).toBeNull();
});

test("a status that is none is refused with the one that was meant", () => {
  expect(() => readStatuses("pending,aproved", [conversions])).toThrow(
    new UsageError("status=aproved is not known. Did you mean approved?", ["status"]),
  );
});
