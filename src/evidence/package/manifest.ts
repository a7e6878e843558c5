import { createHash } from "node:crypto";

import { z } from "zod";

import { evidenceKinds } from "#model/evidence-item.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
const text = z.string().nullable();
const entryName = z.string().regex(/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/);

const file = z.strictObject({ name: entryName, bytes: count, sha256: hash });

const item = z.strictObject({
  sequence: count,
  kind: z.enum(evidenceKinds),
  title: z.string(),
  file: text,
  sha256: hash.nullable(),
  bytes: count.nullable(),
  rows: count.nullable(),
  context_sha256: hash,
  source: z.string(),
  step: text,
  actor: z.string(),
  at: z.string(),
  permalink: text,
  words: z.record(z.string(), z.string()),
  /** Chained to the item before it. */
  hash,
  /** The file's name in the package; null where there is none. */
  entry: entryName.nullable(),
  /** What differs in a shared package; null where the item stands as it was captured. */
  shared: z
    .strictObject({
      /** Values masked in the title and the words: the chained hash then answers for the sealed package only. */
      masked_words: count,
      /** Values masked in the file; `sha256` above stays that of the file as captured. */
      masked_values: count,
      /** Cells of a sheet that a spreadsheet would have run as formulas. */
      neutralised_cells: count,
      left_out: text,
    })
    .nullable(),
});

/** The manifest's name: the first file of a package. */
export const manifestEntry = "manifest.json";

/** What `manifest.json` of a package holds. */
export const packageManifest = z.strictObject({
  format: z.literal("countercheck-evidence/1"),
  sharing: z.enum(["sealed", "shared"]),
  created_at: z.string(),
  run: z.strictObject({
    id: z.string(),
    runbook: z.string(),
    runbook_sha256: hash,
    title: z.string(),
    source: z.string(),
    requested_by: z.string(),
    channel: z.string(),
    started_at: z.string(),
  }),
  verdict: z.enum(["match", "explained", "unexplained", "no_data", "none"]),
  sentence: z.string(),
  context: z.record(z.string(), z.unknown()),
  context_sha256: hash,
  /** The five things support and finance ask for, each there or missing, with the reason it was sealed without. */
  artifacts: z.array(z.strictObject({ name: z.string(), there: z.boolean() })),
  missing_reason: text,
  /** SHA-256 over all of the manifest but this field: it answers for every item and, by their hashes, for every file. */
  root: hash,
  /** Hash of the last item: equal chains, equal ledgers. */
  chain: hash,
  items: z.array(item),
  /** Every file of the package after this one, in order. */
  files: z.array(file),
  /** What a shared package is the masked copy of; null for the sealed one. */
  sealed: z
    .strictObject({
      file: z.string(),
      bytes: count,
      sha256: hash,
      root: hash,
      masks: z.array(z.string()),
    })
    .nullable(),
});

export type PackageManifest = z.infer<typeof packageManifest>;
export type PackageItem = PackageManifest["items"][number];

/** The manifest's bytes, fields in the order above whatever order they came in: a database keeps none. */
export function manifestText(manifest: PackageManifest): string {
  return textOf(packageManifest.parse(manifest));
}

const rootless = packageManifest.omit({ root: true });

/** The root hash a package is known by, from its manifest without the root itself. */
export function rootOf(manifest: z.infer<typeof rootless>): string {
  return createHash("sha256")
    .update(textOf(rootless.parse(manifest)))
    .digest("hex");
}

function textOf(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
