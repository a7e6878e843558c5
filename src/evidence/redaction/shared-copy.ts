import { createReadStream } from "node:fs";

import type { Redactor } from "#evidence/redaction.ts";
import { maskedAside } from "#evidence/redaction/masked-aside.ts";
import type { ArtifactStore, Received } from "#exports/artifacts.ts";
import { readHead } from "#exports/head.ts";
import type { EvidenceKind } from "#model/evidence-item.ts";
import { UsageError } from "#errors.ts";

/** What may be shared of a file: itself, a copy with values masked, or nothing, with the reason. */
export type SharedCopy =
  | "unchanged"
  | { readonly leftOut: string }
  | (Pick<Received, "path" | "keep" | "drop"> & {
      readonly masked: number;
      readonly neutralised: number;
    });

/** Makes the copy of a file that everybody may read; must be dropped after use. */
export async function sharedCopy(
  { kind, file, path }: { kind: EvidenceKind; file: string; path: string },
  artifacts: Pick<ArtifactStore, "receive">,
  redactor: Redactor,
): Promise<SharedCopy> {
  if (kind === "chart") return "unchanged";
  const head = await readHead(path, file).catch((error: unknown) => {
    if (error instanceof UsageError) return null;
    throw error;
  });
  if (!head) return (await isClearPicture(path, redactor)) ? "unchanged" : { leftOut: unreadable };
  const done = { values: 0, cells: 0 };
  const stream = maskedAside(path, head, { redactor, done });
  const copy = await artifacts.receive({ stream });
  if (done.values > 0 || done.cells > 0) {
    const { path: place, keep, drop } = copy;
    return { path: place, keep, drop, masked: done.values, neutralised: done.cells };
  }
  await copy.drop();
  return "unchanged";
}

const unreadable =
  "It is neither text nor a picture without words in its data, so what must not be shared could not be masked; it is in the sealed package.";
const pictures = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  Buffer.from([0xff, 0xd8, 0xff]),
  Buffer.from("GIF8"),
  Buffer.from("RIFF"),
];

/** True for a picture in whose data no text would have to be masked; what it shows was in the thread before. */
async function isClearPicture(path: string, redactor: Redactor): Promise<boolean> {
  const own = redactor.anew();
  let isFirst = true;
  let rest = "";
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const bytes = piece as Buffer;
    if (isFirst && !pictures.some((start) => bytes.subarray(0, start.length).equals(start)))
      return false;
    isFirst = false;
    const words = (rest + bytes.toString("latin1")).match(/[\x20-\x7e]{12,}/g) ?? [];
    own.mask(words.join("\n"));
    if (own.masked > 0) return false;
    rest = bytes.toString("latin1", Math.max(0, bytes.length - 200));
  }
  return !isFirst;
}
