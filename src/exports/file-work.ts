import { stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";

import { UsageError } from "#errors.ts";
import { unreadable } from "#exports/file-faults.ts";
import { fileJobs } from "#exports/file-jobs.ts";
import type { FileWork, FileWorkName } from "#exports/file-jobs.ts";

/** What the worker thread posts back. */
export type FileWorkAnswer = { readonly result: unknown } | { readonly usage: string };

const smallEnough = 2_000_000;

/** Does work on a file, in a worker thread when the file is large enough to hold up the event loop. */
export async function doFileWork<Name extends FileWorkName>(
  name: Name,
  input: FileWork[Name]["input"],
  /** The file's name for people. */
  shown: string,
): Promise<FileWork[Name]["result"]> {
  const { size } = await stat(input.from).catch((error: unknown) => {
    throw unreadable(error, shown);
  });
  try {
    if (size > smallEnough) return await inWorker(name, input);
    const job = fileJobs[name] as (given: typeof input) => Promise<FileWork[Name]["result"]>;
    return await job(input);
  } catch (error) {
    throw unreadable(error, shown);
  }
}

function inWorker<Name extends FileWorkName>(
  name: Name,
  input: FileWork[Name]["input"],
): Promise<FileWork[Name]["result"]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./file-worker.ts", import.meta.url), {
      workerData: { name, input },
    });
    worker.once("message", (answer: FileWorkAnswer) => {
      if ("usage" in answer) reject(new UsageError(answer.usage));
      else resolve(answer.result as FileWork[Name]["result"]);
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error(`file work ${name} ended without an answer`)));
  });
}
