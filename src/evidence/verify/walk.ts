import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import type { PackageManifest } from "#evidence/package/manifest.ts";
import { manifestEntry } from "#evidence/package/manifest.ts";
import { readSeal, sealBytes } from "#evidence/package/seal-text.ts";
import { directoryRecord, endRecord, localHeader } from "#evidence/package/zip-layout.ts";
import type { PlacedEntry, ZipEntry } from "#evidence/package/zip-layout.ts";
import type { PackageReader } from "#evidence/verify/package-reader.ts";
import { Discrepancy } from "#evidence/verify/problem.ts";
import { alteredManifest, readManifest } from "#evidence/verify/read-manifest.ts";

/** More than any ledger fills: a damaged size must not have the whole file read into memory. */
const longestManifest = 256 << 20;
const sizeField = 22;
const signature = localHeader({ name: "", bytes: 0, crc32: 0 }).subarray(0, 4);

export interface Walked {
  readonly manifest: PackageManifest;
  /** Items that cannot be followed along the chain, because their words are masked. */
  readonly masked: number;
}

/**
 * Walks a package byte by byte: what the manifest says of a file fixes every byte around it, so that nothing can differ unseen. Throws a
 * Discrepancy at the first thing that is not as it was sealed.
 */
export async function walk(reader: PackageReader): Promise<Walked> {
  const { walked, entry: first, sha256 } = await walkManifest(reader);
  const placed: PlacedEntry[] = [{ ...first, offset: 0 }];
  let offset = localHeader(first).length + first.bytes;
  for (const { name, bytes, sha256: sealed } of walked.manifest.files) {
    const header = await reader.take(localHeader({ name, bytes, crc32: 0 }).length);
    const content = await reader.measure(bytes);
    if (content.bytes !== bytes || content.sha256 !== sealed) throw altered(name);
    const entry = { name, bytes, crc32: content.crc32 };
    expectHeader(header, entry);
    placed.push({ ...entry, offset });
    offset += header.length + bytes;
  }
  await walkEnd(reader, placed, offset);
  await walkSeal(reader, sha256);
  return walked;
}

async function walkManifest(
  reader: PackageReader,
): Promise<{ walked: Walked; entry: ZipEntry; sha256: string }> {
  const empty = { name: manifestEntry, bytes: 0, crc32: 0 };
  const header = await reader.take(localHeader(empty).length);
  const said = header.length > sizeField + 4 ? header.readUInt32LE(sizeField) : 0;
  if (!header.subarray(0, 4).equals(signature) && !(await sealOf(reader))) throw noPackage();
  const text = await reader.take(Math.min(said, longestManifest));
  const entry = { name: manifestEntry, bytes: text.length, crc32: crc32(text) };
  const walked = readManifest(text.toString());
  // A checksum that does not fit tells of the text more likely than of itself: the seal decides between them.
  const isSame = header.equals(localHeader(entry));
  const sha256 = createHash("sha256").update(text).digest("hex");
  if (!isSame && (await sealOf(reader))?.manifest !== sha256) throw alteredManifest();
  expectHeader(header, entry);
  return { walked, entry, sha256 };
}

async function sealOf(reader: PackageReader) {
  return readSeal((await reader.last(sealBytes)).toString("latin1"));
}

async function walkEnd(
  reader: PackageReader,
  placed: readonly PlacedEntry[],
  offset: number,
): Promise<void> {
  const directory = { entries: placed.length, offset, bytes: 0 };
  for (const entry of placed) {
    const record = directoryRecord(entry);
    directory.bytes += record.length;
    if (record.equals(await reader.take(record.length))) continue;
    const sentence = `The zip directory's record of ${entry.name} was altered.`;
    throw new Discrepancy("damaged", entry.name, sentence, true);
  }
  const end = endRecord(directory, sealBytes);
  if (end.equals(await reader.take(end.length))) return;
  throw new Discrepancy("damaged", null, "The end of the zip directory was altered.", true);
}

async function walkSeal(reader: PackageReader, manifest: string): Promise<void> {
  const archive = reader.archiveHash();
  const text = await reader.take(sealBytes + 1);
  const seal = readSeal(text.toString("latin1"));
  if (seal?.archive === archive && seal.manifest === manifest) return;
  if (text.length > sealBytes) {
    throw new Discrepancy("added", null, "Something was added after the end of the package.", true);
  }
  if (seal && seal.archive !== archive && seal.manifest !== manifest) throw alteredManifest();
  throw new Discrepancy("altered", null, "The seal at the end of the package was altered.", true);
}

function expectHeader(found: Buffer, entry: ZipEntry): void {
  if (found.equals(localHeader(entry))) return;
  const sentence = `The zip header of ${entry.name} was altered.`;
  throw new Discrepancy("damaged", entry.name, sentence);
}

/** It neither begins nor ends like one. */
function noPackage(): Discrepancy {
  return new Discrepancy("other", null, "This is no evidence package.");
}

function altered(name: string): Discrepancy {
  return new Discrepancy("altered", name, `${name} was altered.`);
}
