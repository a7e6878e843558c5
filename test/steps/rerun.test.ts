import { expect, test } from "vitest";

import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest } from "#model/export.ts";
import type { StepInput, StepResult } from "#step.ts";
import rerun from "#steps/rerun.ts";
import { ended, explanationOf, inputOf, manifestOf, waits, worldOf } from "./worlds.ts";

const settings = rerun.settings.parse({ reconciliation: "payout-mismatch" });
const plain = { status: "complete", summary: "", report: [], evidence: [] } as const;
const exportOf = (dataset: Dataset, sha256: string): ExportManifest => {
  const part = { file: `${dataset}-${sha256}.csv`, original: "a.csv", bytes: 1, sha256 };
  return manifestOf({ name: `${dataset} ${sha256}`, dataset, parts: [part] });
};
const outcomes = {
  commissions: { ...plain, exports: [exportOf("commissions", "c0")] },
  payouts: { ...plain, exports: [exportOf("payouts", "p0")] },
  compare: { ...plain, explanation: explanationOf(), reconciliation: "payout-mismatch" },
};

/** Does the step again at each instant it asks for; the n-th further capture of payouts has the n-th bytes, which are the gap too. */
async function play(bytes: readonly string[], more: Partial<StepInput> = {}) {
  const captured: string[] = [];
  const instants: string[] = [];
  const world = {
    ...worldOf({
      async collect(dataset, again = 0) {
        captured.push(`${dataset} ${again}`);
        return exportOf(dataset, dataset === "payouts" ? (bytes[again - 1] ?? "") : "c0");
      },
    }),
    async reconcile(_id: string, exports: readonly ExportManifest[]) {
      const sha256 = exports.find(({ dataset }) => dataset === "payouts")?.parts[0]?.sha256 ?? "";
      const gap = sha256 === "p0" ? "13.25" : sha256.slice(1, 3);
      return { explanation: explanationOf({ gap }), rows: null, rates: [], days: [] };
    },
  };
  let input = inputOf(outcomes, more);
  for (;;) {
    const result: StepResult = await rerun.run(settings, input, world);
    if (result.status !== "waiting") return { outcome: ended(result), captured, instants };
    const { until, memory } = waits(result);
    instants.push(until ?? "");
    input = { ...input, at: until ?? "", memory: JSON.parse(JSON.stringify(memory)) };
  }
}

test("one more capture with the same bytes is convergence", async () => {
  const { outcome, captured, instants } = await play(["p0"]);

  expect(instants).toEqual(["2026-11-03T09:02:00.000Z"]);
  expect(captured).toEqual(["payouts 1", "commissions 1"].sort());
  expect(outcome).toMatchObject({
    status: "complete",
    summary: "Converged after 2 captures",
    explanation: { gap: "13.25", converged: true },
    reconciliation: "payout-mismatch",
  });
  expect(outcome.evidence.map(({ kind }) => kind).join(" ")).toBe(
    "export manifest export manifest explanation",
  );
});

test("it goes on until two in a row agree, and tells how the gap moved", async () => {
  const { outcome, instants } = await play(["p20", "p30", "p30"]);

  expect(instants).toEqual([
    "2026-11-03T09:02:00.000Z",
    "2026-11-03T09:04:00.000Z",
    "2026-11-03T09:06:00.000Z",
  ]);
  expect(outcome).toMatchObject({
    status: "attention",
    summary: "Converged after 4 captures; the gap went from 13.25 to 30",
    explanation: { gap: "30", converged: true },
  });
  expect(outcome.exports?.map(({ name }) => name)).toEqual(["commissions c0", "payouts p30"]);
});

test("other bytes with the same result agree", async () => {
  expect((await play(["p20a", "p20b"])).outcome).toMatchObject({
    summary: "Converged after 3 captures; the gap went from 13.25 to 20",
  });
});

test("after so many captures it gives up, and says that it did not converge", async () => {
  const { outcome, captured } = await play(["p20", "p30", "p40", "p50", "p60"]);

  expect(captured.filter((one) => one.startsWith("payouts"))).toHaveLength(4);
  expect(outcome).toMatchObject({
    status: "attention",
    summary:
      "Not converged after 5 captures: the export still changes; the gap went from 13.25 to 50",
    explanation: { converged: false },
  });
});

test("woken early it captures nothing", async () => {
  const first = waits(await rerun.run(settings, inputOf(outcomes), worldOf({})));
  const early = { at: "2026-11-03T09:01:59.999Z", memory: first.memory };
  const collect = () => Promise.reject(new Error("captured too early"));

  expect(await rerun.run(settings, inputOf(outcomes, early), worldOf({ collect }))).toEqual(first);
});

test("nothing is captured again unless that was asked for", async () => {
  expect(await rerun.run(settings, inputOf(outcomes, { refresh: false }), worldOf({}))).toEqual({
    ...plain,
    status: "skipped",
    summary: "Captured once; pass --refresh to capture again",
  });
});

test("what was not compared is not captured again", async () => {
  const { compare: _compare, ...collected } = outcomes;

  expect(await rerun.run(settings, inputOf(collected), worldOf({}))).toEqual({
    ...plain,
    status: "skipped",
    summary: "Not compared before, so there is nothing to capture again",
  });
});

test("it may capture again at once, or within a year", () => {
  const good = (length: string) =>
    rerun.settings.safeParse({ reconciliation: "payout-mismatch", wait: length }).success;

  expect(["0m", "365d", "366d"].map(good)).toEqual([true, true, false]);
});
