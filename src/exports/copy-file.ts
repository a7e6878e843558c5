import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { chmod, copyFile, open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

import { unreadable } from "#exports/file-faults.ts";

export interface Hashed {
  readonly bytes: number;
  readonly sha256: string;
}

/** Half a millisecond of hashing: the event loop is free between two of them. */
const chunkBytes = 1 << 19;

/** Copies by reference or inside the kernel where the file system can, then hashes what was kept, not what was read. */
export async function copy({ from, to }: { from: string; to: string }): Promise<Hashed> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await chmod(to, 0o644);
  } catch (error) {
    throw unreadable(error, from);
  }
  const kept = await open(to, "r+");
  try {
    const [hashed] = await Promise.all([hashOf(kept), kept.sync()]);
    return hashed;
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

/** The next bytes are read while the last are hashed. */
async function hashOf(handle: FileHandle): Promise<Hashed> {
  const digest = createHash("sha256");
  const [first, second] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)];
  let bytes = 0;
  let reading = handle.read(first, 0, chunkBytes, 0);
  for (;;) {
    const { bytesRead, buffer } = await reading;
    if (bytesRead === 0) return { bytes, sha256: digest.digest("hex") };
    bytes += bytesRead;
    reading = handle.read(buffer === first ? second : first, 0, chunkBytes, bytes);
    digest.update(buffer.subarray(0, bytesRead));
  }
}
