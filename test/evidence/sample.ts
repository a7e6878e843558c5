import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LedgerItem } from "#evidence/ledger.ts";
import { composePackage } from "#evidence/package/compose.ts";
import type { PackageParts } from "#evidence/package/compose.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { chainedHash, noEvidence } from "#model/evidence-item.ts";
import type { EvidenceItem, EvidenceKind } from "#model/evidence-item.ts";
import type { Explanation } from "#model/explanation.ts";
import { contextHash } from "#model/filter-context.ts";
import { context } from "../runs/fixtures.ts";
import { explanation } from "../slack/example-run.ts";

/** A picture of one dot. */
export const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/** What an item of the sample holds: words alone, or a file. */
export interface Given {
  readonly kind: EvidenceKind;
  readonly title?: string;
  readonly file?: string;
  readonly data?: string | Buffer;
  readonly words?: Readonly<Record<string, string>>;
}

/** A comparison as a run keeps it. */
export function explained(of: Explanation, reconciliation = "payout-mismatch"): Given {
  const file = `${reconciliation}.json`;
  const data = JSON.stringify(of);
  return { kind: "explanation", title: "Gap explanation", file, data, words: { reconciliation } };
}

export const usual: readonly Given[] = [
  { kind: "export", file: "commissions.csv", data: "commission_id,amount\ncm_1,18.50\ncm_2,7\n" },
  { kind: "chart", file: "gap.png", data: dot, words: { reconciliation: "payout-mismatch" } },
  {
    kind: "screenshot",
    file: "screen.png",
    data: dot,
    words: { filters: "status approved", date_range: "October 2026" },
  },
  { kind: "ids", words: { workspace: "ws_1", link: "lnk_7" } },
  { kind: "instant", words: { observed_at: "2026-11-03T04:00:00-05:00", timezone: "UTC" } },
  { kind: "config_changes", words: { none: "Nothing was changed since 2026-10-01." } },
  explained(explanation),
  { kind: "approval", words: { question: "Release the payouts?", action: "approve" } },
];

export interface Sample {
  readonly folder: string;
  readonly record: RunRecord;
  readonly artifacts: ArtifactStore;
}

/** A run with this evidence in an artifact store of its own. */
export async function sampleRun(
  given: readonly Given[] = usual,
  changes: Partial<RunRecord> = {},
): Promise<Sample> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-evidence-"));
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  for (const { file, data } of given) if (file) await artifacts.put(file, { data: data ?? "" });
  const ledger = ledgerFor(given.map(itemOf));
  const record: RunRecord = {
    id: "01M7YKG6SMVWVTAA9M36YAQDT8",
    runbook: "payout-mismatch",
    runbook_sha256: "0".repeat(64),
    title: "Affiliate payout mismatch",
    source: "acme",
    requested_by: "U0MAYA0001",
    channel: "C0AFFILOPS",
    started_at: "2026-11-03T09:00:00.000Z",
    context,
    steps: [{ title: "Export commissions", summary: "2 records" }],
    sign_offs: [
      {
        step: "Have a second person sign off",
        question: "Release the payouts?",
        state: "approved",
        summary: "Approved",
        said: [
          {
            action: "approve",
            by: "U0FINN0002",
            at: "2026-11-03T09:05:00.000Z",
            reason: null,
            evidence: ledger.at(-2)?.hash ?? noEvidence,
            void: false,
          },
        ],
      },
    ],
    ledger,
    transcript: [
      { at: "2026-11-03T09:00:01.000Z", by: "countercheck", text: "Export of commissions" },
      { at: "2026-11-03T09:05:00.000Z", by: "U0FINN0002", text: "approve" },
    ],
    ...changes,
  };
  return { folder, record, artifacts };
}

function ledgerFor(items: readonly EvidenceItem[]): LedgerItem[] {
  let hash = noEvidence;
  return items.map((item, sequence) => {
    hash = chainedHash(hash, item);
    return { ...item, sequence, hash };
  });
}

function itemOf({ kind, title, file, data = "", words = {} }: Given): EvidenceItem {
  const hasFile = file !== undefined;
  return {
    kind,
    title: title ?? file ?? kind,
    file: file ?? null,
    sha256: hasFile ? createHash("sha256").update(data).digest("hex") : null,
    bytes: hasFile ? Buffer.byteLength(data) : null,
    rows: null,
    context_sha256: contextHash(context),
    source: hasFile ? "acme" : "slack",
    step: "collect",
    actor: hasFile ? "countercheck" : "U0FINN0002",
    at: "2026-11-03T04:05:00.000-05:00",
    permalink: null,
    words,
  };
}

/** The sample's package as bytes, and as a file. */
export async function packed(
  { folder, record, artifacts }: Sample,
  more: Partial<PackageParts> = {},
): Promise<{ bytes: Buffer; path: string }> {
  const parts = { record, artifacts, createdAt: "2026-11-03T09:10:00.000Z", reason: null };
  const composed = await composePackage({ ...parts, shared: null, ...more });
  const pieces: Buffer[] = [];
  for await (const piece of composed.bytes) pieces.push(piece);
  await composed.drop();
  const bytes = Buffer.concat(pieces);
  return { bytes, path: await written(folder, bytes) };
}

let count = 0;

/** Writes bytes to a file of their own. */
export async function written(folder: string, bytes: Buffer): Promise<string> {
  const path = join(folder, `package-${(count += 1)}.zip`);
  await writeFile(path, bytes);
  return path;
}
