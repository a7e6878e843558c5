import { once } from "node:events";
import { stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";

import type { Redactor } from "#evidence/redaction.ts";
import { maskedText } from "#evidence/redaction/masked-file.ts";
import type { Masking } from "#evidence/redaction/masked-file.ts";
import type { Head } from "#exports/head.ts";
import type { RedactionPolicy } from "#model/redaction-policy.ts";

/** What the worker thread is told. */
export interface MaskWork {
  readonly path: string;
  readonly head: Head;
  readonly policy: RedactionPolicy;
  readonly key: Uint8Array;
}

/** What the worker thread says each time it is asked. */
export type MaskedPiece =
  | { readonly kind: "piece"; readonly bytes: Uint8Array }
  | ({ readonly kind: "done" } & Readonly<Masking>);

const smallEnough = 1_000_000;

/** `maskedText`, in a worker thread when the file is large enough to hold up the event loop. */
export async function* maskedAside(
  path: string,
  head: Head,
  { redactor, done }: { redactor: Redactor; done: Masking },
): AsyncGenerator<Uint8Array> {
  if ((await stat(path)).size <= smallEnough) {
    yield* maskedText(path, head, { redactor, done });
    return;
  }
  const { policy, key } = redactor;
  const workerData: MaskWork = { path, head, policy, key };
  const worker = new Worker(new URL("./mask-worker.ts", import.meta.url), { workerData });
  try {
    for (;;) {
      worker.postMessage("next");
      const [said] = (await once(worker, "message")) as [MaskedPiece];
      if (said.kind === "piece") {
        yield said.bytes;
        continue;
      }
      done.values += said.values;
      done.cells += said.cells;
      return;
    }
  } finally {
    await worker.terminate();
  }
}
