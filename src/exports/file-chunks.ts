import type { FileHandle } from "node:fs/promises";

/** Half a millisecond of hashing: the event loop is free between two of them. */
const chunkBytes = 1 << 19;

/** The bytes of a file from its start, piece by piece: the next is read while one works on the last, which is gone after that. */
export async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  const [first, second] = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)];
  let position = 0;
  let reading = handle.read(first, 0, chunkBytes, position);
  for (;;) {
    const { bytesRead, buffer } = await reading;
    if (bytesRead === 0) return;
    position += bytesRead;
    reading = handle.read(buffer === first ? second : first, 0, chunkBytes, position);
    // Who leaves before the end does not wait for what is being read.
    reading.catch(() => undefined);
    yield buffer.subarray(0, bytesRead);
  }
}
