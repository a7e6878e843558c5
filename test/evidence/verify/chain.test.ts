import { expect, test } from "vitest";

import type { PackageItem, PackageManifest } from "#evidence/package/manifest.ts";
import { followChain } from "#evidence/verify/chain.ts";
import { Discrepancy } from "#evidence/verify/problem.ts";
import { sampleRun } from "../sample.ts";

const { record } = await sampleRun();
const items: PackageItem[] = record.ledger.map((item) => ({
  ...item,
  words: { ...item.words },
  entry: null,
  shared: null,
}));

function problemOf(changed: readonly PackageItem[]) {
  const chain = changed.at(-1)?.hash ?? "";
  try {
    followChain({ items: changed, chain } as PackageManifest);
    return null;
  } catch (error) {
    if (error instanceof Discrepancy) return error.problem;
    throw error;
  }
}

function numbered(changed: readonly PackageItem[]): PackageItem[] {
  return changed.map((item, sequence) => ({ ...item, sequence }));
}

test("a ledger as it was kept leads to its last hash", () => {
  expect(problemOf(items)).toBeNull();
});

test("an item that says something else is named", () => {
  const changed = items.map((item) => (item.kind === "ids" ? { ...item, actor: "U666" } : item));

  expect(problemOf(changed)).toMatchObject({ kind: "altered", item: "item 3 (ids)" });
});

test("a missing item is named by its place, or by the item after it once the numbers are made to fit", () => {
  const removed = items.filter(({ kind }) => kind !== "screenshot");

  expect(problemOf(removed)).toMatchObject({ kind: "removed", item: "item 2" });
  expect(problemOf(numbered(removed))?.sentence).toBe(
    "In manifest.json item 2 (ids) was altered, or an item before it was removed: it does not continue the chain.",
  );
});

test("an item put in between is named", () => {
  const [first, second, ...rest] = items;
  if (!first || !second) throw new Error("the sample has no items");
  const added = numbered([first, { ...second, title: "More", file: null }, second, ...rest]);

  expect(problemOf(added)).toMatchObject({ kind: "added", item: "item 1 (More)" });
});

test("items that changed places are named", () => {
  const [first, second, third, ...rest] = items;
  if (!first || !second || !third) throw new Error("the sample has no items");

  expect(problemOf([first, third, second, ...rest])).toMatchObject({ kind: "reordered" });
  expect(problemOf(numbered([first, third, second, ...rest]))).toMatchObject({
    kind: "reordered",
    item: "item 1 (screen.png)",
  });
});

test("a ledger cut short does not lead to the last hash", () => {
  const chain = items.at(-1)?.hash ?? "";

  expect(() => followChain({ items: items.slice(0, -1), chain } as PackageManifest)).toThrow(
    /items after item 6 \(payout-mismatch.json\) were removed/,
  );
});
