import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { z } from "zod";

import { UsageError } from "#errors.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { hash } from "#exports/copy-file.ts";
import { unreadable } from "#exports/file-faults.ts";
import { manifestName } from "#exports/naming.ts";
import { datasetNames } from "#model/datasets.ts";
import type { Capture, ExportManifest, ExportPart } from "#model/export.ts";
import { contextHash, dateBases } from "#model/filter-context.ts";
import { timezone } from "#model/timezone.ts";
import { amountForms } from "#source.ts";

/** What a manifest says of an export, and how it is read again. */
type Manifest = Capture & Pick<ExportManifest, "layout" | "rows" | "rejected">;

/** An export as it lies in a folder, its bytes found to be those its manifest names. */
export interface ExportedFile {
  readonly folder: string;
  /** By the manifest, but that it is named as it was asked for, and its parts by their paths. */
  readonly capture: Manifest;
}

const day = z.iso.date();
const hexadecimal = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().nullable();
const words = z.record(z.string(), z.string());

/** What is needed of a manifest to read its export again. */
const manifest: z.ZodType<Manifest> = z.looseObject({
  name: z.string().min(1),
  source: z.string().min(1),
  dataset: z.enum(datasetNames),
  context: z.strictObject({
    workspace: id,
    campaign: id,
    link: id,
    program: id,
    partner: id,
    from: day,
    to: day,
    timezone,
    statuses: z.array(z.string()).nullable(),
    currency: z.string(),
    date_basis: z.enum(dateBases),
    cost_model: z.string().nullable(),
  }),
  context_sha256: hexadecimal,
  captured_at: z.string(),
  unfiltered: z.literal(true).exactOptional(),
  parts: z
    .array(
      z.looseObject({
        file: z.string(),
        original: z.string(),
        bytes: z.number(),
        sha256: hexadecimal,
      }),
    )
    .min(1),
  layout: z.strictObject({
    timezone,
    columns: words,
    statuses: words,
    amounts: z.enum(amountForms),
  }),
  rows: z.number(),
  rejected: z.number(),
});

/** Reads an export by the path of one of its files, or of its manifest; refuses what is not as it was captured. */
export async function readExported(path: string): Promise<ExportedFile> {
  const folder = dirname(resolve(path));
  const found = await manifestOf(path, folder);
  const isOnly = found.parts.length === 1 && !isManifest(path);
  const parts: ExportPart[] = [];
  for (const part of found.parts) {
    // The one file of an export may have been given another name since.
    const place = isOnly ? resolve(path) : join(folder, basename(part.file));
    const { sha256 } = await hash(place, place);
    if (sha256 !== part.sha256) {
      throw altered(
        `${place} is not what was captured: its SHA-256 was ${part.sha256}, is ${sha256}`,
      );
    }
    parts.push({ ...part, file: place });
  }
  return { folder, capture: { ...found, name: path, parts } };
}

/** The store in which exports lie already: nothing is kept of what is only looked at. */
export function storeOf(files: readonly ExportedFile[]): ArtifactStore {
  const receive = async (): Promise<never> => {
    throw new Error("nothing is received where exports are only looked at");
  };
  return {
    folders: files.map(({ folder }) => folder),
    receive,
    put: async (file) => ({ file, bytes: 0, sha256: "" }),
    pathOf: async (place) => place,
  };
}

/** The manifest that names a file, else the one of the file's own name. */
async function manifestOf(path: string, folder: string): Promise<Manifest> {
  const name = basename(path);
  if (isManifest(name)) return readManifest(join(folder, name));
  const listed = await readdir(folder).catch((error: unknown) => {
    throw unreadable(error, path);
  });
  const own = manifestName(name.replace(/\.(csv|jsonl?)(\.gz)?$/i, ""));
  // `-2` stands before the ending of what would have been overwritten, and not in what it is of.
  const near = listed.filter(
    (each) => isManifest(each) && name.startsWith(each.replace(/(-\d+)?\.manifest\.json$/, "")),
  );
  for (const each of near) {
    const read = await readManifest(join(folder, each));
    if (read.parts.some(({ file }) => file === name)) return read;
  }
  if (near.includes(own)) return readManifest(join(folder, own));
  throw new UsageError(
    `${path} has no ${own} beside it; name a file that countercheck export wrote, with its manifest beside it.`,
    ["export"],
  );
}

async function readManifest(path: string): Promise<Manifest> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw unreadable(error, path);
  });
  const read = manifest.safeParse(parsed(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw altered(`${path} is no manifest (${issue?.path.join(".")}: ${issue?.message})`);
  }
  const { context, context_sha256: hashed } = read.data;
  if (contextHash(context) === hashed) return read.data;
  throw altered(`The filter context in ${path} is not the one it was written with`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isManifest(path: string): boolean {
  return path.endsWith(".manifest.json");
}

function altered(what: string): UsageError {
  return new UsageError(
    `${what}. Nothing is told from it: take the export as it was kept, or export it again.`,
    ["sha256"],
  );
}
