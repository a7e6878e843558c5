/** What a package's seal says: the SHA-256 of the manifest, and of every byte before the seal itself. */
export interface SealText {
  readonly manifest: string;
  readonly archive: string;
}

const form = /^countercheck-evidence\/1 manifest=([0-9a-f]{64}) archive=([0-9a-f]{64})$/;

/** The seal as it stands at the very end of a package, as the zip's comment; always equally long. */
export function sealText({ manifest, archive }: SealText): string {
  return `countercheck-evidence/1 manifest=${manifest} archive=${archive}`;
}

export const sealBytes = sealText({ manifest: "0".repeat(64), archive: "0".repeat(64) }).length;

/** Reads a seal; null when it is none. */
export function readSeal(text: string): SealText | null {
  const [, manifest, archive] = form.exec(text) ?? [];
  return manifest && archive ? { manifest, archive } : null;
}
