import { ulid } from "ulid";

import { chainedTo } from "#evidence/ledger.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { decidingIn } from "#model/earlier.ts";
import type { EvidenceFile } from "#model/report.ts";
import type { Runbook, RunbookStep } from "#runbook.ts";
import type { Request } from "#runs/parameters.ts";
import { capturedAt } from "#runs/run-evidence.ts";
import type { StepOutcome } from "#step.ts";

/** A run done by one process, without a store: what its steps came to and its ledger, as far as it has come. */
export class LoneRun {
  /** ULID. */
  readonly id = ulid();
  readonly startedAt = new Date();
  readonly outcomes: Record<string, StepOutcome> = {};
  readonly #runbook: Runbook;
  readonly #request: Request;
  #ledger: readonly LedgerItem[] = [];

  constructor(runbook: Runbook, request: Request) {
    this.#runbook = runbook;
    this.#request = request;
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
  record(place: Pick<RunRecord, "requested_by" | "channel">): RunRecord {
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
      ...place,
      started_at: this.startedAt.toISOString(),
      context,
      explanation: decidingIn(Object.values(this.outcomes)),
      steps: done,
      ledger: this.#ledger,
      transcript: [],
    };
  }
}
