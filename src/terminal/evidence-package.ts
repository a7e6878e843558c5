import { join } from "node:path";

import { loadConfigIfThere } from "#config.ts";
import { UsageError } from "#errors.ts";
import { redactor } from "#evidence/redaction.ts";
import { redactionKey } from "#evidence/redaction/key.ts";
import { readRunRecord } from "#evidence/run-record.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { sealRun } from "#evidence/seal.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { audit } from "#runs/audit.ts";
import type { Store } from "#store/store.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { withStore } from "#terminal/stored.ts";

type PackageOptions = SharedOptions & { readonly reason?: string };

/** Packs a stored run as it stands; without one of the five artifacts only for a reason. */
export async function evidencePackage(runId: string, options: PackageOptions): Promise<void> {
  const { data, json } = options;
  const made = await withStore(data, (store) => packed(runId, options, store));
  if (json) return printJson({ run: runId, ...made });
  const { complete, root, sealed, shared } = made;
  process.stdout.write(
    `Packed with ${complete}, root ${root} of the shared one\n  sealed, every byte as captured  ${sealed.sha256}  ${sealed.file}\n  shared, masked for everybody    ${shared.sha256}  ${shared.file}\n`,
  );
}

async function packed(runId: string, options: PackageOptions, store: Store) {
  const { data, reason = null } = options;
  const config = await loadConfigIfThere(options.config);
  const record = await readRunRecord(store.db, runId);
  if (!record) throw noSuchRun(runId, data);
  const missing = missingArtifacts(record.ledger);
  const complete = completeness(missing);
  if (missing.length > 0 && !reason?.trim()) {
    throw new UsageError(
      `The package has ${complete}. Add what is missing in the run's thread, or say why it is sealed without by --reason "…".`,
      ["reason"],
    );
  }
  const { redact, key } = config?.evidence ?? { redact: maskEverything, key: null };
  const folder = join(data, "artifacts");
  const parts = {
    artifacts: await openDiskArtifacts(folder),
    redactor: redactor(redact, await redactionKey(data, key)),
  };
  const why = missing.length > 0 ? reason : null;
  const made = await sealRun(parts, { record, createdAt: newestInstant(record), reason: why });
  const { root, chain } = made;
  await store.transaction((trx) =>
    audit(trx, {
      at: new Date(),
      actor: "command line",
      action: "evidence.package",
      runId,
      channel: record.channel,
      detail: { complete, reason: why, root },
    }),
  );
  const sealed = { ...made.sealed, file: join(folder, made.sealed.file) };
  const shared = { ...made.shared, file: join(folder, made.shared.file), root };
  return { complete, reason: why, root, chain, sealed, shared };
}

/** When the run last came to anything: packed again, it is the same package. */
function newestInstant({ ledger, transcript, started_at: start }: RunRecord): string {
  const instants = [start, ...ledger.map(({ at }) => at), ...transcript.map(({ at }) => at)];
  return new Date(Math.max(...instants.map((at) => Date.parse(at)))).toISOString();
}

function noSuchRun(runId: string, data: string): UsageError {
  return new UsageError(
    `There is no run ${runId} in ${data}; name another folder with --data DIR, or take the id from the run's thread.`,
    ["run"],
  );
}
