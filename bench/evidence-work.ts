import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";

import type { LedgerItem } from "#evidence/ledger.ts";
import { composePackage } from "#evidence/package/compose.ts";
import { measured } from "#evidence/package/zip-writer.ts";
import { redactor } from "#evidence/redaction.ts";
import { sharedCopy } from "#evidence/redaction/shared-copy.ts";
import { verifyPackage } from "#evidence/verify/verify.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { chainedHash, noEvidence } from "#model/evidence-item.ts";
import type { EvidenceItem } from "#model/evidence-item.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { maskEverything } from "#model/redaction-policy.ts";

/** One thing `evidence.ts` measures in a process of its own: build, verify or mask in a folder of files `item-<n>.csv`. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: "string" }, items: { type: "string" } },
});
const [work] = positionals;
const folder = values.folder ?? "";
const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
const path = join(folder, "package.zip");

if (work === "build") {
  const ledger = await ledgerOf(Number(values.items));
  const record = {
    id: "01BENCH",
    runbook: "payout-mismatch",
    runbook_sha256: noEvidence,
    title: "Affiliate payout mismatch",
    source: "acme",
    requested_by: "U1",
    channel: "C1",
    started_at: "2026-11-03T09:00:00.000Z",
    context: contextOf(),
    steps: [],
    sign_offs: [],
    ledger,
    transcript: [],
  };
  const createdAt = "2026-11-03T09:10:00.000Z";
  const parts = { record, artifacts, createdAt, reason: null, shared: null };
  const { bytes, drop } = await composePackage(parts);
  await pipeline(bytes, createWriteStream(path));
  await drop();
} else if (work === "verify") {
  const verified = await verifyPackage(path);
  if (!verified.ok) throw new Error(verified.problem.sentence);
} else {
  const all = redactor(maskEverything, Buffer.from("bench"));
  const file = {
    kind: "export",
    file: "item-0.csv",
    path: await artifacts.pathOf("item-0.csv"),
  } as const;
  const copy = await sharedCopy(file, artifacts, all);
  if (copy === "unchanged" || "leftOut" in copy) throw new Error("nothing was masked");
  await copy.drop();
}

/** The files are hashed here as capturing them would have done before. */
async function ledgerOf(items: number): Promise<LedgerItem[]> {
  const ledger: LedgerItem[] = [];
  let hash = noEvidence;
  for (let sequence = 0; sequence < items; sequence += 1) {
    const file = `item-${sequence}.csv`;
    const { bytes, sha256 } = await measured(file, { path: await artifacts.pathOf(file) });
    const item: EvidenceItem = {
      kind: "export",
      title: file,
      file,
      sha256,
      bytes,
      rows: 1,
      context_sha256: noEvidence,
      source: "acme",
      step: "collect",
      actor: "countercheck",
      at: "2026-11-03T04:00:00.000-05:00",
      permalink: null,
      words: {},
    };
    hash = chainedHash(hash, item);
    ledger.push({ ...item, sequence, hash });
  }
  return ledger;
}

function contextOf(): FilterContext {
  return {
    workspace: null,
    campaign: null,
    link: null,
    program: null,
    partner: null,
    from: "2026-10-01",
    to: "2026-10-31",
    timezone: "America/New_York",
    statuses: null,
    currency: "USD",
    date_basis: "event",
    cost_model: null,
  };
}
