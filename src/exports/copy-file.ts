import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { chmod, copyFile, open } from "node:fs/promises";

export interface Hashed {
  readonly bytes: number;
  readonly sha256: string;
}

/** Copies by reference or inside the kernel where the file system can, then hashes what was kept, not what was read. */
export async function copy({ from, to }: { from: string; to: string }): Promise<Hashed> {
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  await chmod(to, 0o644);
  const kept = await open(to, "r+");
  try {
    await kept.sync();
  } finally {
    await kept.close();
  }
  return hash({ from: to });
}

export async function hash({ from }: { from: string }): Promise<Hashed> {
  const digest = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
    digest.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: digest.digest("hex") };
}
