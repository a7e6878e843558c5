import { createHash } from "node:crypto";

import { openPromise } from "yauzl";
import type { Entry, ZipFile } from "yauzl";

import { manifestEntry } from "#evidence/package/manifest.ts";
import type { Problem } from "#evidence/verify/problem.ts";
import { readManifest } from "#evidence/verify/read-manifest.ts";

/**
 * Looks at a package as any zip reader would, for one that was packed again: which file is missing, new, moved or not the same. Null when
 * all files are as they were sealed; throws when it is no zip any more.
 */
export async function contentsProblem(path: string): Promise<Problem | null> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true });
  try {
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith("/")) entries.push(entry);
    }
    return await firstProblem(zip, entries);
  } finally {
    zip.close();
  }
}

async function firstProblem(zip: ZipFile, found: readonly Entry[]): Promise<Problem | null> {
  const own = found.find(({ fileName }) => fileName === manifestEntry);
  if (!own) return removed(manifestEntry);
  const { manifest } = readManifest((await bytesOf(zip, own)).toString());
  const sealed = [{ name: manifestEntry, sha256: null }, ...manifest.files];
  const names = found.map(({ fileName }) => fileName);
  for (const [index, { name, sha256 }] of sealed.entries()) {
    const entry = found[index];
    if (!entry || entry.fileName !== name) return misplaced(name, entry?.fileName, sealed, names);
    if (sha256 !== null && (await hashOf(zip, entry)) !== sha256) {
      return { kind: "altered", item: name, sentence: `${name} was altered.` };
    }
  }
  const more = names[sealed.length];
  return more === undefined ? null : added(more);
}

function misplaced(
  wanted: string,
  found: string | undefined,
  sealed: readonly { name: string }[],
  names: readonly string[],
): Problem {
  const isKnown = sealed.some(({ name }) => name === found);
  if (found !== undefined && !isKnown) return added(found);
  if (!names.includes(wanted)) return removed(wanted);
  return {
    kind: "reordered",
    item: wanted,
    sentence: `${wanted} was moved: ${found} stands in its place.`,
  };
}

function added(name: string): Problem {
  return { kind: "added", item: name, sentence: `${name} was added.` };
}

function removed(name: string): Problem {
  return { kind: "removed", item: name, sentence: `${name} was removed.` };
}

async function hashOf(zip: ZipFile, entry: Entry): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of await zip.openReadStreamPromise(entry)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

async function bytesOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
