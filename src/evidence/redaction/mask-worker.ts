import { parentPort, workerData } from "node:worker_threads";

import { redactor } from "#evidence/redaction.ts";
import { maskedText } from "#evidence/redaction/masked-file.ts";
import type { MaskWork, MaskedPiece } from "#evidence/redaction/masked-aside.ts";

const { path, head, policy, key } = workerData as MaskWork;
const done = { values: 0, cells: 0 };
const pieces = maskedText(path, head, { redactor: redactor(policy, Buffer.from(key)), done });

function say(piece: MaskedPiece): void {
  parentPort?.postMessage(piece);
}

/** One piece for each time it is asked, so that no more of the file is held than is being written. */
parentPort?.on("message", () => {
  void pieces.next().then(
    ({ value, done: isOver }) => {
      say(isOver ? { kind: "done", ...done } : { kind: "piece", bytes: value });
      if (isOver) parentPort?.close();
    },
    (error: unknown) => {
      throw error;
    },
  );
});
