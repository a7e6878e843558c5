import { createHash, randomUUID } from "node:crypto";
import { access, constants, link, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { UsageError } from "#errors.ts";
import type { Artifact, ArtifactStore, Content, Hashed, Received } from "#exports/artifacts.ts";
import { copy, hash } from "#exports/copy-file.ts";
import { unwritable } from "#exports/file-faults.ts";
import { suffixed } from "#exports/naming.ts";

/** Half received bytes this old, in milliseconds, belong to nobody any more: another process may be at work beside us. */
const abandoned = 24 * 60 * 60 * 1000;

/** Opens the artifact store below a folder, and sweeps what killed processes left half received. */
export async function openDiskArtifacts(folder: string): Promise<ArtifactStore> {
  const root = resolve(folder);
  const incoming = join(root, ".incoming");
  try {
    await mkdir(incoming, { recursive: true });
    await sweep(incoming);
  } catch (error) {
    throw unwritable(error, root);
  }

  async function receive(content: Content): Promise<Received> {
    const path = join(incoming, randomUUID());
    const drop = (): Promise<void> => rm(path, { force: true });
    try {
      // First of all, because a fault of copying does not say which of the two files it is about.
      await access(incoming, constants.W_OK | constants.X_OK);
      let at = path;
      let hashing: Promise<Hashed> | undefined;
      if ("path" in content) await copy({ from: content.path, to: path });
      else {
        hashing = write("data" in content ? [content.data] : content.stream, path);
        await hashing;
      }
      const hashed = (): Promise<Hashed> => (hashing ??= hash(at, at));
      const name = async (wanted: string): Promise<string> => {
        const file = await keepAs(root, wanted, { path, hashed }).catch((error: unknown) => {
          throw unwritable(error, root);
        });
        at = join(root, file);
        await drop();
        return file;
      };
      const keep = async (wanted: string): Promise<Artifact> => ({
        file: await name(wanted),
        ...(await hashed()),
      });
      return { path, hashed, name, keep, drop };
    } catch (error) {
      await drop().catch(() => undefined);
      throw unwritable(error, root);
    }
  }

  return {
    folders: [root],
    receive,
    put: async (name, content) => (await receive(content)).keep(name),
    async pathOf(name) {
      const path = join(root, safe(name));
      await access(path, constants.R_OK).catch((cause: unknown) => {
        const fault = unwritable(cause, root);
        if (fault !== cause) throw fault;
        throw new UsageError(`Nothing named ${name} is kept in ${root}.`, [], { cause });
      });
      return path;
    },
  };
}

async function write(
  content: Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>,
  path: string,
): Promise<Hashed> {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(path, "wx");
  try {
    for await (const chunk of content) {
      const data = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      hash.update(data);
      bytes += data.byteLength;
      await file.writeFile(data);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}

async function keepAs(
  root: string,
  wanted: string,
  { path, hashed }: Pick<Received, "path" | "hashed">,
): Promise<string> {
  for (let count = 1; ; count += 1) {
    const file = count === 1 ? safe(wanted) : suffixed(wanted, count);
    const target = join(root, file);
    try {
      await link(path, target);
      await syncFolder(root);
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const { bytes, sha256 } = await hashed();
    const same =
      (await stat(target)).size === bytes && (await hash(target, target)).sha256 === sha256;
    if (same) return file;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function safe(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,199}$/.test(name)) return name;
  throw new Error(`"${name}" is not an artifact name`);
}

async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    // Gone when its own process has just kept or dropped it.
    const entry = await stat(path).catch(() => null);
    if (entry && Date.now() - entry.mtimeMs > abandoned) await rm(path, { force: true });
  }
}
