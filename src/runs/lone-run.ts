import { ulid } from "ulid";

import { chainedTo } from "#evidence/ledger.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { signOffOf } from "#evidence/sign-offs.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { Runbook, RunbookStep } from "#runbook.ts";
import type { Request } from "#runs/parameters.ts";
import { capturedAt, observed } from "#runs/run-evidence.ts";
import type { StepOutcome } from "#step.ts";

/** Where a run without a store is done, and who asks for it, as its package says. */
export const commandLine = "command line";

/** A run done by one process, without a store: what its steps came to and its ledger, as far as it has come. */
export class LoneRun {
  /** ULID. */
  readonly id = ulid();
  readonly startedAt = new Date();
  readonly outcomes: Record<string, StepOutcome> = {};
  readonly #runbook: Runbook;
  readonly #request: Request;
  readonly #requestedBy: string;
  #ledger: readonly LedgerItem[];

  constructor(runbook: Runbook, request: Request, requestedBy = commandLine) {
    this.#runbook = runbook;
    this.#request = request;
    this.#requestedBy = requestedBy;
    const { context } = request;
    const asked = { context, requested_by: requestedBy, created_at: this.startedAt };
    this.#ledger = chainedTo([], [observed(asked, commandLine)]);
  }

  get ledger(): readonly LedgerItem[] {
    return this.#ledger;
  }

  /** Chains what a step captured to the ledger, as the store does. */
  capture({ id: step }: RunbookStep, startedAt: string, files: readonly EvidenceFile[]): void {
    const items = capturedAt({ ...this.#request, step, at: new Date(startedAt) }, files);
    this.#ledger = [...this.#ledger, ...chainedTo(this.#ledger, items)];
  }

  /** The run as it stands, as a package tells of it: nobody was asked, and nothing was said in a thread. */
  record(): RunRecord {
    const { id, title, sha256, steps } = this.#runbook;
    const { source, context } = this.#request;
    const done = steps.flatMap((step) => {
      const outcome = this.outcomes[step.id];
      return outcome ? [{ title: step.title, summary: outcome.summary }] : [];
    });
    return {
      id: this.id,
      runbook: id,
      runbook_sha256: sha256,
      title,
      source,
      requested_by: this.#requestedBy,
      channel: commandLine,
      started_at: this.startedAt.toISOString(),
      context,
      steps: done,
      sign_offs: steps.flatMap((step) => this.#signOffOf(step) ?? []),
      ledger: this.#ledger,
      transcript: [],
    };
  }

  #signOffOf({ id, title, kind }: RunbookStep) {
    const outcome = this.outcomes[id] ?? null;
    const step = { title, kind, pause: null, outcome, endedAt: null, isPassed: false };
    return signOffOf(
      { ...step, answers: [] },
      { requestedBy: null, isOver: true, ledger: this.#ledger },
    );
  }
}
