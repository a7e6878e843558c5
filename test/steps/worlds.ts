import { noCard } from "#model/card.ts";
import type { Dataset } from "#model/datasets.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import { noEvidence } from "#model/evidence-item.ts";
import type { ExportManifest } from "#model/export.ts";
import type { Explanation } from "#model/explanation.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { DatedCause, EndpointIncident } from "#model/timeline.ts";
import type {
  Answer,
  AnswerAction,
  StepInput,
  StepOutcome,
  StepPause,
  StepResult,
  StepWorld,
} from "#step.ts";
import { context } from "../runs/fixtures.ts";

export function inputOf(
  outcomes: Readonly<Record<string, StepOutcome>> = {},
  more: Partial<StepInput> = {},
): StepInput {
  return {
    runId: "01RUN",
    runbook: "drill",
    source: "acme",
    context,
    card: noCard,
    startedAt: "2026-11-03T09:00:00.000Z",
    outcomes,
    at: "2026-11-03T09:00:00.000Z",
    requestedBy: "U1",
    answers: [],
    memory: null,
    evidence: [],
    evidenceHead: noEvidence,
    refresh: true,
    ...more,
  };
}

/** Something a person said, a minute after the step started unless told otherwise. */
export function saidOf(action: AnswerAction, more: Partial<Answer> = {}): Answer {
  const nothing = { value: null, reason: null, evidence: noEvidence };
  return { action, by: "U2", at: "2026-11-03T09:01:00.000Z", ...nothing, ...more };
}

/** An item of a ledger, as a person added it a minute after the step started. */
export function itemOf(kind: EvidenceItem["kind"], more: Partial<EvidenceItem> = {}): EvidenceItem {
  return {
    kind,
    title: kind,
    file: `${kind}.bin`,
    sha256: "aa",
    bytes: 1,
    rows: null,
    context_sha256: "",
    source: "slack",
    step: null,
    actor: "U2",
    at: "2026-11-03T04:01:00.000-05:00",
    permalink: null,
    words: {},
    ...more,
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

/** What a world gives: what it captures, what it knows, and what asking and sealing come to. */
export interface Given {
  readonly manifest?: ExportManifest;
  readonly collect?: StepWorld["collect"];
  readonly datasets?: readonly Dataset[];
  readonly explanation?: Explanation;
  readonly rows?: EvidenceFile;
  readonly rates?: readonly EvidenceFile[];
  readonly days?: readonly DatedCause[];
  readonly incidents?: readonly EndpointIncident[];
  /** What a question is answered with. */
  readonly query?: StepWorld["query"];
  readonly draftClose?: StepWorld["draftClose"];
  readonly signClose?: StepWorld["signClose"];
}

/** A world that gives what it is made with and keeps what it is given. */
export function worldOf(given: Given): StepWorld & {
  readonly compared: string[];
  /** Documents kept, by title. */
  readonly kept: Record<string, unknown>;
  /** The reasons packages were sealed with. */
  readonly sealed: (string | null)[];
} {
  const compared: string[] = [];
  const kept: Record<string, unknown> = {};
  const sealed: (string | null)[] = [];
  return {
    compared,
    kept,
    sealed,
    signal: new AbortController().signal,
    collect: given.collect ?? (async () => given.manifest ?? manifestOf()),
    datasets: () => given.datasets ?? ["payouts"],
    query: given.query ?? (async () => []),
    draftClose:
      given.draftClose ??
      (async () => {
        throw new Error("nothing to close here");
      }),
    signClose:
      given.signClose ??
      (async () => {
        throw new Error("nothing to sign here");
      }),
    keepRows: async (_sql, _exports, title) => evidenceOf("rows", title),
    async seal(reason) {
      sealed.push(reason);
      return evidenceOf("file", "Evidence package");
    },
    async reconcile(_reconciliation, exports) {
      compared.push(...exports.map(({ name }) => name));
      const { explanation = explanationOf(), rows = null, rates = [], days = [] } = given;
      return { explanation, rows, rates, days };
    },
    keepGap: async (explanation, reconciliation) => {
      kept[`Gap explanation: ${reconciliation}`] = explanation;
      return evidenceOf("explanation", `Gap explanation: ${reconciliation}`);
    },
    drawGap: async (_explanation, reconciliation) => evidenceOf("chart", reconciliation),
    incidents: async () => given.incidents ?? null,
    drawTimeline: async () => evidenceOf("chart", "Timeline"),
    async keep(kind, title, document) {
      kept[title] = document;
      return evidenceOf(kind, title);
    },
  };
}

/** The outcome of a step that must have ended. */
export function ended(result: StepResult): StepOutcome {
  if (result.status !== "waiting") return result;
  throw new Error(`the step waits: ${result.summary}`);
}

/** The pause of a step that must wait. */
export function waits(result: StepResult): StepPause {
  if (result.status === "waiting") return result;
  throw new Error(`the step ended ${result.status}: ${result.summary}`);
}
