import { open } from "node:fs/promises";

import { UsageError } from "#errors.ts";
import { contentsProblem } from "#evidence/verify/contents.ts";
import { PackageReader } from "#evidence/verify/package-reader.ts";
import { Discrepancy } from "#evidence/verify/problem.ts";
import type { Problem } from "#evidence/verify/problem.ts";
import { walk } from "#evidence/verify/walk.ts";
import type { Walked } from "#evidence/verify/walk.ts";

/** What verifying a package comes to. */
export type Verification =
  | ({ readonly ok: true; readonly bytes: number; readonly sha256: string } & Walked)
  | { readonly ok: false; readonly problem: Problem };

/**
 * Verifies an evidence package from its bytes alone. What only the run's thread can prove, that nobody sealed another package in its
 * place, is proved by `root`: the root hash said there.
 */
export async function verifyPackage(
  path: string,
  { root = null }: { root?: string | null } = {},
): Promise<Verification> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw new UsageError(`${path} cannot be read; name an evidence package.`, [], { cause });
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new UsageError(`${path} is no file; name an evidence package.`);
    const { size } = stats;
    const reader = new PackageReader(file, size);
    const walked = await walk(reader);
    if (root !== null && root !== walked.manifest.root) {
      return { ok: false, problem: otherRoot(root, walked.manifest.root) };
    }
    return { ok: true, bytes: size, sha256: reader.archiveHash(), ...walked };
  } catch (error) {
    if (!(error instanceof Discrepancy)) throw error;
    return { ok: false, problem: await nearer(path, error) };
  } finally {
    await file.close();
  }
}

/** A package that was packed again differs everywhere: its files tell what was done to it. */
async function nearer(path: string, { problem, isCertain }: Discrepancy): Promise<Problem> {
  if (isCertain) return problem;
  const found = await contentsProblem(path).catch(() => problem);
  if (found) return found;
  const where = problem.item === null ? "" : `, first at ${problem.item}`;
  const sentence = `The zip around the files was altered${where}; the files themselves are as they were sealed.`;
  return { kind: "damaged", item: problem.item, sentence };
}

function otherRoot(wanted: string, found: string): Problem {
  const sentence = `This is another package: its root hash is ${found}, not ${wanted}.`;
  return { kind: "other", item: null, sentence };
}
