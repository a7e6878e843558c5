import { randomBytes, randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The key of this installation's masks: the configured one, else one drawn once and kept in the data folder. */
export function redactionKey(dataFolder: string, configured: string | null): Promise<Buffer> {
  return keptKey(dataFolder, "redaction", configured);
}

/** A key of this installation by its name: the configured one, else one drawn once and kept in the data folder. */
export async function keptKey(
  dataFolder: string,
  name: string,
  configured: string | null,
): Promise<Buffer> {
  if (configured !== null) return Buffer.from(configured);
  const path = join(dataFolder, `${name}.key`);
  const kept = await readFile(path, "utf8").catch(() => null);
  if (kept !== null) return Buffer.from(kept);
  const fresh = join(dataFolder, `.${name}-${randomUUID()}`);
  await writeFile(fresh, randomBytes(32).toString("hex"), { mode: 0o600 });
  try {
    await link(fresh, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(fresh);
  }
  return Buffer.from(await readFile(path, "utf8"));
}
