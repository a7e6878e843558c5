import type { PlanBlock, TaskCardBlock } from "@slack/types";
import { expect, test } from "vitest";

import type { RunStep } from "#runs/announcer.ts";
import { runProgress } from "#slack/views/run-progress.ts";
import { collected, compared, exampleRun } from "../example-run.ts";
import { wordsOf } from "./words.ts";

function planOf(blocks: readonly { type: string }[]): { title: string; tasks: TaskCardBlock[] } {
  return blocks.find(({ type }) => type === "plan") as PlanBlock & { tasks: TaskCardBlock[] };
}

function withSecond(steps: readonly RunStep[], status: RunStep["status"]): RunStep[] {
  return steps.map((step) => (step.position === 1 ? { ...step, status } : step));
}

test("a run on its way says who asked for what, and where it stands", () => {
  const { run, steps } = exampleRun({}, [collected]);
  const { text, blocks } = runProgress(run, withSecond(steps, "running"));

  expect(text).toBe(
    "Affiliate payout mismatch for acme, 2026-10: Step 2 of 2: Explain payouts against commissions",
  );
  expect(wordsOf(blocks[0])).toBe(
    "Affiliate payout mismatch for acme, 2026-10 in America/New_York, USD, partner prt_003, asked by @U0MAYA0001\n",
  );
  const { title, tasks } = planOf(blocks);
  expect(title).toBe("Step 2 of 2: Explain payouts against commissions");
  expect(tasks.map(({ status }) => status)).toEqual(["complete", "in_progress"]);
  expect(wordsOf(tasks[0]?.output)).toBe("1,277 records\n");
});

test("after the end the verdict stands on top", () => {
  const finished = { status: "finished", verdict: "explained" } as const;
  const { run, steps } = exampleRun(finished, [collected, compared]);

  const { text, blocks } = runProgress(run, steps);

  expect(text).toMatch(/^Payouts are \$164\.02 below commissions: −182\.52 failed payout/);
  expect(wordsOf(blocks[0])).toMatch(/^:warning: Payouts are \$164\.02 below commissions: −182/);
  expect(planOf(blocks).title).toBe("All 2 steps done");
  expect(wordsOf(planOf(blocks).tasks[1]?.output)).toBe("⚠️ Gap −164.02 USD, 2 causes\n");
});

test("a failed run says why, where it stopped, and what was skipped", () => {
  const failure = "acme answered 503 three times.";
  const failed = { status: "failed", summary: failure, report: [], evidence: [] } as const;
  const { run, steps } = exampleRun({ status: "failed", failure }, [failed]);

  const { blocks } = runProgress(run, withSecond(steps, "skipped"));

  expect(wordsOf(blocks[0])).toBe(`:x: The run failed. ${failure}\n`);
  const { title, tasks } = planOf(blocks);
  expect(title).toBe("Stopped at step 1: Export commissions by status");
  expect(tasks.map(({ status }) => status)).toEqual(["error", "pending"]);
  expect(wordsOf(tasks[1]?.output)).toBe("skipped\n");
});

test("older workspaces read the same in lines", () => {
  const { run, steps } = exampleRun({}, [collected]);

  const { classic } = runProgress(run, steps);

  expect(wordsOf(classic?.at(-2))).toBe(
    "*Step 2 of 2*\n✅ Export commissions by status: 1,277 records\n▫️ Explain payouts against commissions\n",
  );
});

test("a run of a runbook nobody has read again in time says so, by the day it began", () => {
  const { run, steps } = exampleRun({ created_at: new Date("2026-11-03T04:30:00Z") });
  const due = (review_by: string) => ({ ...run, definition: { ...run.definition, review_by } });
  const saying = (review_by: string) => {
    const { blocks, classic } = runProgress(due(review_by), steps);
    return [blocks, classic ?? []].map((all) => all.find(({ type }) => type === "context"));
  };

  expect(JSON.stringify(saying("2026-11-01"))).toContain("was to be reviewed by 2026-11-01");
  expect(saying("2026-11-01")[1]).toEqual(saying("2026-11-01")[0]);
  expect(saying("2026-11-02")).toEqual([undefined, undefined]);
});

test("a run that people skipped a step of is no stopped one", () => {
  const skipped = {
    status: "skipped",
    summary: "Skipped: no such tab",
    report: [],
    evidence: [],
  } as const;
  const finished = { status: "finished", verdict: "explained" } as const;
  const { run, steps } = exampleRun(finished, [skipped, compared]);

  const { title, tasks } = planOf(runProgress(run, steps).blocks);

  expect(title).toBe("1 of 2 steps done, 1 skipped");
  expect(wordsOf(tasks[0]?.output)).toBe("Skipped: no such tab\n");
});

test("a canceled run says by whom, where it stood, and nothing of what it never came to", () => {
  const { run, steps } = exampleRun({ status: "canceled" }, [collected]);
  const started = steps.map((step) => ({ ...step, started_at: new Date(0) }));

  const { blocks } = runProgress(run, withSecond(started, "running"), {
    answers: new Map(),
    canceledBy: "U0TOMAS002",
  });

  expect(wordsOf(blocks[0])).toBe(":octagonal_sign: Canceled by @U0TOMAS002.\n");
  const { title, tasks } = planOf(blocks);
  expect(title).toBe("Stopped at step 2: Explain payouts against commissions");
  expect(tasks.map(({ status }) => status)).toEqual(["complete", "pending"]);
  expect(wordsOf(blocks)).not.toContain("Cancel run");
});

test("a run that waits says what it has found so far", () => {
  const { run, steps } = exampleRun({}, [collected, compared]);
  const waiting = withSecond(steps, "waiting").map((step) => ({ ...step, pause: null }));

  const [first] = runProgress(run, waiting).blocks;
  expect(wordsOf(first)).toMatch(/^So far: Payouts are \$164\.02 below commissions: −182/);
});
