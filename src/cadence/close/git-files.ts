import { randomUUID } from "node:crypto";
import { promises } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** The files of a repository, each written whole or not at all: what is half written when a process dies lies aside, under no name of git's. */
export function gitFiles(aside: string): { readonly promises: typeof promises } {
  const writeFile = async (
    path: string,
    data: string | Uint8Array,
    options?: { readonly mode?: number } | string | null,
  ): Promise<void> => {
    const mode = typeof options === "object" ? options?.mode : undefined;
    const partial = join(aside, `partial-${randomUUID()}`);
    await mkdir(aside, { recursive: true });
    try {
      const file = await open(partial, "wx", mode ?? 0o666);
      try {
        await file.writeFile(data);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  };
  return { promises: { ...promises, writeFile } as typeof promises };
}
