import { expect, test } from "vitest";

import { verdict } from "#slack/views/verdict.ts";
import type { StepOutcome } from "#step.ts";
import { evidenceOf } from "../../steps/worlds.ts";
import { compared, exampleRun, explanation } from "../example-run.ts";
import { wordsOf } from "./words.ts";

test("a verdict calls the person who asked, and says what to do per cause, most money first", () => {
  const finished = { status: "finished", verdict: "explained" } as const;
  const { run, steps } = exampleRun(finished, [null, compared]);

  const said = wordsOf(verdict(run, steps).blocks);

  expect(said).toMatch(/^:warning: @U0MAYA0001 Payouts are \$164\.02 below commissions:/);
  expect(said).toContain("Payout failed, −182.52 in 4 records: Ask the partner");
  expect(said.indexOf("Payout failed")).toBeLessThan(
    said.indexOf("Paid although refunded, +18.50"),
  );
  expect(said).toContain("po_0009 pays prt_004.");
  expect(said).not.toContain("2 ids twice.");
});

test("a verdict over counts speaks of records, not of money", () => {
  const count = (rows: number) => ({ amount: String(rows), currency: null, rows });
  const counted = {
    sides: { actual: "customers", expected: "conversions" },
    expected: count(1204),
    actual: count(2),
    gap: "-1202",
    causes: [{ cause: "repeat_purchase", amount: "-1202", rows: 1202, examples: ["cv_1"] }],
    unexplained: "0",
    findings: [],
  } as const;
  const { run, steps } = exampleRun({ status: "finished", verdict: "explained" }, [
    null,
    { ...compared, explanation: counted },
  ]);

  const said = wordsOf(verdict(run, steps).blocks);

  expect(said).toContain("Customers are 1,202 fewer than conversions: −1,202 bought again");
  expect(said).toContain("What to do next, most records first");
  expect(said).toContain("Repeat purchase, 1,202 records: Nothing to do");
});

test("a run of several comparisons ends with the worst, and tells the others besides", () => {
  const clean = { ...explanation, gap: "0.00", causes: [], findings: [] };
  const revenue = {
    ...compared,
    reconciliation: "revenue-mismatch",
    explanation: { ...clean, actual: clean.expected },
  };
  const finished = { status: "finished", verdict: "explained" } as const;
  const { run, steps } = exampleRun(finished, [revenue, compared]);

  const said = wordsOf(verdict(run, steps).blocks);

  expect(said).toMatch(/^:warning: @U0MAYA0001 Payouts are \$164\.02 below commissions:/);
  expect(said.match(/Besides: Payouts match commissions/g)).toHaveLength(1);
});

test("a match has nothing to do next", () => {
  const clean = { ...explanation, gap: "0.00", causes: [], findings: [] };
  const outcome = { ...compared, explanation: { ...clean, actual: clean.expected } };
  const { run, steps } = exampleRun({ status: "finished", verdict: "match" }, [null, outcome]);

  const said = wordsOf(verdict(run, steps).blocks);

  expect(said).toMatch(/^:white_check_mark: @U0MAYA0001 Payouts match commissions:/);
  expect(said).not.toContain("What to do next");
  expect(said).toContain("Run it again");
});

test("a refused run says the refusal, and its button brings back what was asked", () => {
  const failure = "No rate from EUR to USD on or before 2026-10-02.";
  const { run, steps } = exampleRun({ status: "finished", verdict: "refused", failure });

  const { blocks } = verdict(run, steps);

  expect(wordsOf(blocks[0])).toBe(`:no_entry: @U0MAYA0001 Refused. ${failure}\n`);
  const actions = blocks.at(-1) as { elements: { value: string }[] } | undefined;
  expect(JSON.parse(actions?.elements[0]?.value ?? "")).toEqual({
    runbook: "payout-mismatch",
    thread: null,
    given: {
      source: "acme",
      window: "2026-10",
      timezone: "America/New_York",
      currency: "USD",
      partner: "prt_003",
    },
  });
});

test("no data is never said as a match", () => {
  const { run, steps } = exampleRun({ status: "finished", verdict: null });

  expect(wordsOf(verdict(run, steps).blocks)).toContain("Silence is not health");
});

test("a run that seals its package by itself offers no second one", () => {
  const finished = { status: "finished", verdict: "explained" } as const;
  const offers = (
    state: Parameters<typeof exampleRun>[0],
    outcome: StepOutcome | null,
    kind = "package",
  ): boolean => {
    const { run, steps } = exampleRun(state, [null, compared]);
    const last = steps.map((step, at) =>
      at === steps.length - 1 ? { ...step, kind, outcome } : step,
    );
    return JSON.stringify(verdict(run, last).blocks).includes("Package the evidence");
  };
  const ended = { status: "complete", summary: "", report: [], evidence: [] } as const;
  const sealed = { ...ended, evidence: [evidenceOf("package", "Evidence package")] };

  expect(offers(finished, sealed)).toBe(false);
  expect(offers({ status: "running" }, null)).toBe(false);
  expect(offers(finished, ended)).toBe(true);
  expect(offers({ status: "canceled" }, null)).toBe(true);
  expect(offers(finished, sealed, "compare")).toBe(true);
});

test("a package still to come, which waits for nobody, may be had before", () => {
  const { run, steps } = exampleRun({ status: "running" }, [null, compared]);
  const position = steps.length;
  const own = { id: "package", title: "Seal", kind: "package", reason: "Nobody was asked." };
  const definition = { ...run.definition, steps: [...run.definition.steps, own] };
  const [first] = steps;
  if (!first) throw new Error("the example has no steps");
  const last = { ...first, position, kind: "package", outcome: null };

  const said = JSON.stringify(verdict({ ...run, definition }, [...steps, last]).blocks);

  expect(said).toContain("Package the evidence");
});
