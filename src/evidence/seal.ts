import type { Kysely } from "kysely";

import { composePackage } from "#evidence/package/compose.ts";
import type { PackageParts } from "#evidence/package/compose.ts";
import type { Redactor } from "#evidence/redaction.ts";
import { readRunRecord } from "#evidence/run-record.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import type { Artifact, ArtifactStore } from "#exports/artifacts.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import type { EvidenceFile } from "#model/report.ts";
import { audit, auditLog } from "#runs/audit.ts";
import { evidenceName } from "#runs/evidence-name.ts";
import type { StepInput } from "#step.ts";
import type { Database } from "#store/schema.ts";

export interface SealParts {
  readonly artifacts: ArtifactStore;
  readonly redactor: Redactor;
}

/** A run's two packages: the sealed one, which stays in the artifact store, and its masked copy for everybody. */
export interface Packages {
  /** Root hash of the shared package, the one people hold. */
  readonly root: string;
  /** Hash of the run's last item. */
  readonly chain: string;
  readonly sealed: Artifact & { readonly root: string };
  readonly shared: Artifact;
}

/** Seals the run a step belongs to, as it stands in the store; done again, it makes the same two packages. */
export function sealStoredRuns(
  parts: SealParts & { readonly db: Kysely<Database> },
): (input: StepInput, reason: string | null) => Promise<EvidenceFile> {
  return async ({ runId, startedAt }, reason) => {
    const record = await readRunRecord(parts.db, runId);
    if (!record) throw new Error(`run ${runId} is not in the store`);
    const { root, shared } = await sealRun(parts, { record, createdAt: startedAt, reason });
    await auditOnce(parts.db, record, { requester: record.requested_by, reason, root });
    const title = `Evidence package, root ${root}`;
    return { kind: "package", title, rows: record.ledger.length, ...shared };
  };
}

/** Makes both packages of a run and keeps them. */
export async function sealRun(
  { artifacts, redactor }: SealParts,
  run: { readonly record: RunRecord; readonly createdAt: string; readonly reason: string | null },
): Promise<Packages> {
  const { record, createdAt: startedAt } = run;
  const named = { ...record, startedAt };
  const original = await kept(evidenceName(named, "evidence-sealed", "zip"), {
    ...run,
    artifacts,
    shared: null,
  });
  const sealed = { ...original.artifact, root: original.root };
  const { artifact, root, chain } = await kept(evidenceName(named, "evidence-shared", "zip"), {
    ...run,
    artifacts,
    shared: { redactor, sealed },
  });
  return { root, chain, sealed, shared: artifact };
}

/** A step done again seals the same package: that is told once. */
async function auditOnce(
  db: Kysely<Database>,
  { id: runId, channel, ledger }: RunRecord,
  said: { readonly requester: string; readonly reason: string | null; readonly root: string },
): Promise<void> {
  const action = "evidence.package";
  await db.transaction().execute(async (trx) => {
    const known = await auditLog(trx, { runId });
    if (known.some((entry) => entry.action === action && entry.detail["root"] === said.root))
      return;
    const detail = { complete: completeness(missingArtifacts(ledger)), ...said };
    await audit(trx, { at: new Date(), actor: "countercheck", action, runId, channel, detail });
  });
}

async function kept(name: string, parts: PackageParts) {
  const { manifest, bytes, drop } = await composePackage(parts);
  try {
    const artifact = await parts.artifacts.put(name, { stream: bytes });
    return { artifact, root: manifest.root, chain: manifest.chain };
  } finally {
    await drop();
  }
}
