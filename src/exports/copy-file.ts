import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { chmod, copyFile, open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

import type { Hashed } from "#exports/artifacts.ts";
import { chunksOf } from "#exports/file-chunks.ts";
import { unreadable } from "#exports/file-faults.ts";

/** Copies by reference or inside the kernel where the file system can, and not only into memory. */
export async function copy({ from, to }: { from: string; to: string }): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await chmod(to, 0o644);
  } catch (error) {
    throw unreadable(error, from);
  }
  const kept = await open(to, "r+");
  try {
    await kept.sync();
  } finally {
    await kept.close();
  }
}

/** Hashes a file; `file` is its name for people. */
export async function hash(path: string, file: string): Promise<Hashed> {
  try {
    const handle = await open(path, "r");
    try {
      return await hashOf(handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(error, file);
  }
}

async function hashOf(handle: FileHandle): Promise<Hashed> {
  const digest = createHash("sha256");
  let bytes = 0;
  for await (const chunk of chunksOf(handle)) {
    bytes += chunk.byteLength;
    digest.update(chunk);
  }
  return { bytes, sha256: digest.digest("hex") };
}
