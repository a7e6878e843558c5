import { ConfigError } from "#errors.ts";
import type { LedgerItem } from "#evidence/ledger.ts";
import { measured } from "#evidence/package/zip-writer.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import type { Redactor } from "#evidence/redaction.ts";
import { sharedCopy } from "#evidence/redaction/shared-copy.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";

/** An item's file as it goes into a package. */
export interface ItemFile {
  /** Null where it is left out of a shared package, or is a package itself. */
  readonly packed: Measured | null;
  readonly masked: number;
  readonly neutralised: number;
  readonly leftOut: string | null;
}

export interface ItemFiles {
  readonly files: ReadonlyMap<string, ItemFile>;
  /** Removes the masked copies. */
  readonly drop: () => Promise<void>;
}

/** The files of a ledger by their names, in ledger order: as captured, or as they may be shared. A ConfigError when the store holds other bytes than the ledger says. */
export async function itemFiles(
  ledger: readonly LedgerItem[],
  artifacts: ArtifactStore,
  redactor: Redactor | null,
): Promise<ItemFiles> {
  const files = new Map<string, ItemFile>();
  const drops: (() => Promise<void>)[] = [];
  const drop = async (): Promise<void> => void (await Promise.all(drops.map((one) => one())));
  try {
    for (const { kind, file, sha256 } of ledger) {
      if (file === null || files.has(file)) continue;
      files.set(file, await fileOf());
      async function fileOf(): Promise<ItemFile> {
        const whole = { masked: 0, neutralised: 0, leftOut: null };
        if (kind === "package" || file === null) return { ...whole, packed: null };
        const path = await artifacts.pathOf(file);
        const captured = await measured(`files/${file}`, { path });
        if (captured.sha256 !== sha256) throw changed(file);
        if (!redactor) return { ...whole, packed: captured };
        const copy = await sharedCopy({ kind, file, path }, artifacts, redactor);
        if (copy === "unchanged") return { ...whole, packed: captured };
        if ("leftOut" in copy) return { ...whole, ...copy, packed: null };
        drops.push(copy.drop);
        const name = `files/${file.replace(/\.gz$/, "")}`;
        const { masked, neutralised } = copy;
        return { ...whole, masked, neutralised, packed: await measured(name, { path: copy.path }) };
      }
    }
    return { files, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

function changed(file: string): ConfigError {
  return new ConfigError(
    `The kept file ${file} is not the one that was captured: its SHA-256 differs from the ledger's. Restore it from a backup of the data folder, then seal again.`,
  );
}
