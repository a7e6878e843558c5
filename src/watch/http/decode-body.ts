import { pipeline } from "node:stream";
import type { Readable, Transform } from "node:stream";
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from "node:zlib";

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Whether a body was compressed in a way that we can undo. */
export function isEncoded(encoding: string | undefined): boolean {
  return Object.hasOwn(decoders, keyOf(encoding));
}

/** A body as it was before it was compressed, chunk by chunk, so that whoever reads may stop at a limit. */
export function decodeBody(
  body: Readable,
  encoding: string | undefined,
): AsyncIterable<Uint8Array> {
  const decoder = decoders[keyOf(encoding)];
  if (!decoder || !isEncoded(encoding)) return body;
  // What fails on the way is thrown to the reader by the decoder.
  return pipeline(body, decoder(), () => undefined);
}

function keyOf(encoding: string | undefined): string {
  return encoding?.trim().toLowerCase() ?? "";
}
