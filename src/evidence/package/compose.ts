import { packageFiles } from "#evidence/package/contents.ts";
import type { ManifestHead, ToldRun } from "#evidence/package/contents.ts";
import { documentsOf } from "#evidence/package/documents.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import { itemFiles } from "#evidence/package/item-files.ts";
import type { ItemFiles } from "#evidence/package/item-files.ts";
import { manifestEntry, manifestText, rootOf } from "#evidence/package/manifest.ts";
import type { PackageItem, PackageManifest } from "#evidence/package/manifest.ts";
import { measured, zipBytes } from "#evidence/package/zip-writer.ts";
import type { Redactor } from "#evidence/redaction.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { missingArtifacts } from "#model/artifacts.ts";
import { noEvidence } from "#model/evidence-item.ts";
import { verdictOf } from "#model/explanation.ts";
import { contextHash } from "#model/filter-context.ts";
import { maskable } from "#model/redaction-policy.ts";
import { verdictSentence } from "#model/verdict-sentence.ts";

export interface PackageParts {
  readonly record: RunRecord;
  readonly artifacts: ArtifactStore;
  /** ISO 8601; the same when a package is made again, so that it is the same to the byte. */
  readonly createdAt: string;
  /** Why it is sealed although something is missing. */
  readonly reason: string | null;
  /** For a package to be shared: what masks it, and the sealed one it is the copy of. */
  readonly shared: { readonly redactor: Redactor; readonly sealed: SealedPackage } | null;
}

export type SealedPackage = Omit<NonNullable<PackageManifest["sealed"]>, "masks">;

export interface Composed {
  readonly manifest: PackageManifest;
  /** The zip, front to back; memory does not grow with the files in it. */
  readonly bytes: AsyncIterable<Buffer>;
  /** To be called when the bytes have been read, or will not be. */
  readonly drop: () => Promise<void>;
}

/** Composes a run's evidence package: the manifest and the files are fixed before the first byte is written. */
export async function composePackage(parts: PackageParts): Promise<Composed> {
  const { artifacts, shared } = parts;
  const files = await itemFiles(parts.record.ledger, artifacts, shared?.redactor ?? null);
  try {
    const told = { ...parts.record, ...(await documentsOf(parts.record.ledger, artifacts)) };
    const run = shared ? maskedRun(told, shared.redactor) : told;
    const head = manifestHead(parts, run, files);
    const packed = await packageFiles(head, run, files);
    const listed = packed.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
    const whole = { ...head, files: listed };
    const manifest: PackageManifest = { ...whole, root: rootOf(whole) };
    const data = Buffer.from(manifestText(manifest));
    return {
      manifest,
      bytes: zipBytes(await measured(manifestEntry, { data }), packed),
      drop: files.drop,
    };
  } catch (error) {
    await files.drop();
    throw error;
  }
}

/** The run as everybody may read it; hashes, file names and who did what stay. */
function maskedRun(run: ToldRun, redactor: Redactor): ToldRun {
  const { context, comparisons, changes, steps, sign_offs: signOffs, transcript, ledger } = run;
  return {
    ...run,
    context: redactor.maskAll(context),
    comparisons: comparisons.map((one) => {
      return { ...one, explanation: redactor.maskAll(one.explanation) };
    }),
    changes: changes.map(({ captured_at, by, file, ...rest }) => {
      return { captured_at, by, file, ...redactor.maskAll(rest) };
    }),
    steps: redactor.maskAll(steps),
    sign_offs: signOffs.map(({ state, said, ...rest }) => ({
      ...redactor.maskAll(rest),
      state,
      said: said.map((one) => ({ ...one, ...redactor.maskAll({ reason: one.reason }) })),
    })),
    transcript: redactor.maskAll(transcript),
    ledger: ledger.map((item) => {
      const { title, words } = item;
      return { ...item, ...redactor.maskAll({ title, words }) };
    }),
  };
}

function manifestHead(parts: PackageParts, run: ToldRun, files: ItemFiles): ManifestHead {
  const { createdAt, reason, shared } = parts;
  const { ledger } = parts.record;
  const { context, comparisons } = run;
  const explanation = comparisons[0]?.explanation;
  const { id, runbook, runbook_sha256, title, source, requested_by, channel, started_at } = run;
  const missing = new Set(missingArtifacts(ledger));
  return {
    format: "countercheck-evidence/1",
    sharing: shared ? "shared" : "sealed",
    created_at: createdAt,
    run: { id, runbook, runbook_sha256, title, source, requested_by, channel, started_at },
    verdict: explanation ? verdictOf(explanation) : "none",
    sentence: explanation ? verdictSentence(explanation) : "Nothing was compared in this run.",
    context: { ...context },
    context_sha256: contextHash(parts.record.context),
    artifacts: missingArtifacts([]).map((name) => ({ name, there: !missing.has(name) })),
    missing_reason: shared && reason !== null ? shared.redactor.mask(reason) : reason,
    chain: ledger.at(-1)?.hash ?? noEvidence,
    items: ledger.map((item) => packageItem(item, files, shared?.redactor.anew() ?? null)),
    sealed: shared && { ...shared.sealed, masks: masksOf(shared.redactor) },
  };
}

function packageItem(
  item: LedgerItem,
  { files }: ItemFiles,
  redactor: Redactor | null,
): PackageItem {
  const { sequence, hash, ...captured } = item;
  const { title, words } =
    redactor?.maskAll({ title: captured.title, words: captured.words }) ?? captured;
  const file = item.file === null ? undefined : files.get(item.file);
  const shared = {
    masked_words: redactor?.masked ?? 0,
    masked_values: file?.masked ?? 0,
    neutralised_cells: file?.neutralised ?? 0,
    left_out: file?.leftOut ?? null,
  };
  const isChanged = Object.values(shared).some((value) => value !== 0 && value !== null);
  const sorted = Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    sequence,
    ...captured,
    title,
    words: Object.fromEntries(sorted),
    hash,
    entry: file?.packed?.name ?? null,
    shared: isChanged ? shared : null,
  };
}

function masksOf({ policy }: Redactor): string[] {
  return maskable.filter((kind) => policy[kind] === "mask");
}
