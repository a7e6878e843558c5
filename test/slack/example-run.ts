import type { Explanation } from "#model/explanation.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { StepOutcome } from "#step.ts";

const usd = (amount: string, rows: number) => ({ amount, currency: "USD", rows });

export const explanation: Explanation = {
  expected: usd("302118.20", 1204),
  actual: usd("301954.18", 31),
  gap: "-164.02",
  causes: [
    { cause: "paid_refunded", amount: "18.50", rows: 2, examples: ["cm_00243", "cm_00655"] },
    { cause: "payout_failed", amount: "-182.52", rows: 4, examples: ["cm_01269"] },
  ],
  unexplained: "0.00",
  findings: [
    { id: "wrong_payee", severity: "fail", message: "po_0009 pays prt_004.", rows: 1 },
    { id: "repeated_id", severity: "warn", message: "2 ids twice.", rows: 2 },
  ],
};

export const collected: StepOutcome = {
  status: "complete",
  summary: "1,277 records",
  report: [
    {
      kind: "files",
      text: "Export of commissions from acme",
      files: [
        {
          kind: "export",
          file: "acme_commissions.csv",
          title: "commissions.csv",
          sha256: "a".repeat(64),
          bytes: 197_000,
          rows: 1277,
        },
      ],
    },
    { kind: "text", text: "2 records were rejected." },
  ],
  evidence: [],
};

export const compared: StepOutcome = {
  status: "attention",
  summary: "Gap −164.02 USD, 2 causes",
  report: [],
  evidence: [],
  explanation,
};

const titles = ["Export commissions by status", "Explain payouts against commissions"];

/** A run of two steps in the state asked for. */
export function exampleRun(
  changes: Partial<Run> = {},
  outcomes: readonly (StepOutcome | null)[] = [null, null],
): { run: Run; steps: RunStep[] } {
  const id = "01M7YKG6SMVWVTAA9M36YAQDT8";
  const steps = titles.map((title, position): RunStep => {
    const outcome = outcomes[position] ?? null;
    return {
      run_id: id,
      position,
      step_id: ["commissions", "compare"][position] ?? "",
      title,
      kind: "collect",
      status: outcome?.status ?? "pending",
      started_at: null,
      finished_at: null,
      outcome,
      pause: null,
      wake_at: null,
    };
  });
  const run: Run = {
    id,
    runbook: "payout-mismatch",
    runbook_sha256: "0".repeat(64),
    definition: {
      id: "payout-mismatch",
      sha256: "0".repeat(64),
      text: "",
      title: "Affiliate payout mismatch",
      purpose: "Explains why payouts and commissions differ.",
      parameters: ["source", "window", "timezone", "currency", "program", "partner"],
      steps: steps.map(({ step_id, title, kind }) => ({ id: step_id, title, kind })),
    },
    source: "acme",
    context: {
      from: "2026-10-01",
      to: "2026-10-31",
      timezone: "America/New_York",
      workspace: null,
      campaign: null,
      link: null,
      program: null,
      partner: "prt_003",
      statuses: null,
      currency: "USD",
      date_basis: "event",
      cost_model: null,
    },
    card: { value: null, metric: null, tab: null },
    status: "running",
    requested_by: "U0MAYA0001",
    channel: "C0AFFILOPS",
    thread: null,
    verdict: null,
    failure: null,
    created_at: new Date(0),
    finished_at: null,
    ...changes,
  };
  return { run, steps };
}
