import type { ExportManifest } from "#model/export.ts";
import type { Explanation } from "#model/explanation.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { StepInput, StepOutcome, StepWorld } from "#step.ts";
import { context } from "../runs/fixtures.ts";
import { noCard } from "#model/card.ts";

export function inputOf(outcomes: Readonly<Record<string, StepOutcome>> = {}): StepInput {
  return {
    runId: "01RUN",
    runbook: "drill",
    source: "acme",
    context,
    card: noCard,
    startedAt: "2026-11-03T09:00:00.000Z",
    outcomes,
  };
}

export function manifestOf(more: Partial<ExportManifest> = {}): ExportManifest {
  return {
    name: "acme_payouts",
    source: "acme",
    dataset: "payouts",
    context,
    context_sha256: "",
    captured_at: "2026-11-03T05:00:00.000-04:00",
    parts: [{ file: "acme_payouts.csv", original: "payouts.csv", bytes: 12, sha256: "aa" }],
    layout: { timezone: "UTC", columns: {}, statuses: {}, amounts: "decimal" },
    rows: 1,
    rejected: 0,
    rejects: [],
    findings: [],
    ...more,
  };
}

export function explanationOf(more: Partial<Explanation> = {}): Explanation {
  return {
    expected: { amount: "107.25", currency: "USD", rows: 2 },
    actual: { amount: "120.50", currency: "USD", rows: 1 },
    gap: "13.25",
    causes: [
      { cause: "unpaid", amount: "-7.25", rows: 1, examples: ["cm_3"] },
      { cause: "paid_refunded", amount: "20.50", rows: 2, examples: ["cm_2", "cm_4"] },
    ],
    unexplained: "0.00",
    findings: [],
    ...more,
  };
}

export function evidenceOf(kind: EvidenceFile["kind"], title: string): EvidenceFile {
  return { kind, file: `${kind}.bin`, title, sha256: "bb", bytes: 1, rows: null };
}

/** A world that gives what it is made with and keeps what it is given. */
export function worldOf(given: {
  manifest?: ExportManifest;
  explanation?: Explanation;
  rows?: EvidenceFile;
  rates?: readonly EvidenceFile[];
}): StepWorld & { readonly compared: string[] } {
  const compared: string[] = [];
  return {
    compared,
    signal: new AbortController().signal,
    collect: async () => given.manifest ?? manifestOf(),
    async reconcile(_reconciliation, exports) {
      compared.push(...exports.map(({ name }) => name));
      const { explanation = explanationOf(), rows = null, rates = [] } = given;
      return { explanation, rows, rates };
    },
    drawGap: async (_explanation, title) => evidenceOf("chart", title),
    keep: async (kind, title) => evidenceOf(kind, title),
  };
}
