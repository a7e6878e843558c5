import { join } from "node:path";

import { loadConfigIfThere } from "#config.ts";
import { UsageError } from "#errors.ts";
import { redactor } from "#evidence/redaction.ts";
import { redactionKey } from "#evidence/redaction/key.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { sealRun } from "#evidence/seal.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import type { AuditEntry } from "#runs/audit.ts";
import { commandLine } from "#runs/lone-run.ts";
import { journal, typed } from "#terminal/journal.ts";
import { keptRun } from "#terminal/kept-runs.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { isStored, withRecords } from "#terminal/stored.ts";

type PackageOptions = SharedOptions & { readonly reason?: string };

/** Packs a run as it stands, of the command line or of a bot; without one of the five artifacts only for a reason. */
export async function evidencePackage(runId: string, options: PackageOptions): Promise<void> {
  const made = await packedRun(runId, options);
  if (options.json) return printJson({ run: runId, ...made });
  const { complete, root, sealed, shared } = made;
  process.stdout.write(
    `Packed with ${complete}, root ${root} of the shared one\n  sealed, every byte as captured  ${sealed.sha256}  ${sealed.file}\n  shared, masked for everybody    ${shared.sha256}  ${shared.file}\n`,
  );
}

async function packedRun(runId: string, options: PackageOptions) {
  const { data } = options;
  const alone = await keptRun(data, runId);
  if (alone) return packed(alone, options, (entry) => journal(data, entry));
  if (!(await isStored(data))) throw noSuchRun(runId, data);
  return withRecords(data, async (records) => {
    const record = await records.run(runId);
    if (!record) throw noSuchRun(runId, data);
    return packed(record, options, (entry) => records.note(entry));
  });
}

async function packed(
  record: RunRecord,
  options: PackageOptions,
  note: (entry: AuditEntry) => Promise<void>,
) {
  const { data, reason = null } = options;
  const config = await loadConfigIfThere(options.config);
  const isAlone = record.channel === commandLine;
  const missing = missingArtifacts(record.ledger);
  const complete = completeness(missing);
  if (missing.length > 0 && !reason?.trim()) {
    const more = isAlone
      ? "Nobody can add to a run of the command line: say"
      : "Add what is missing in the run's thread, or say";
    throw new UsageError(
      `The package has ${complete}. ${more} why it is sealed without by --reason "…".`,
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
  const detail = { complete, reason: why, root };
  const entry = typed("evidence.package", record.id, detail);
  await note(isAlone ? entry : { ...entry, channel: record.channel });
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
    `There is no run ${runId} in ${data}; name another folder with --data DIR, or take the id from the run's thread, or from what runbook run said.`,
    ["run"],
  );
}
