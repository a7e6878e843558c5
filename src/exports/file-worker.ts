import { parentPort, workerData } from "node:worker_threads";

import { UsageError } from "#errors.ts";
import { fileJobs } from "#exports/file-jobs.ts";
import type { FileWork, FileWorkName } from "#exports/file-jobs.ts";
import type { FileWorkAnswer } from "#exports/file-work.ts";

const { name, input } = workerData as {
  name: FileWorkName;
  input: FileWork[FileWorkName]["input"];
};

async function answer(): Promise<FileWorkAnswer> {
  try {
    return { result: await (fileJobs[name] as (given: typeof input) => Promise<unknown>)(input) };
  } catch (error) {
    if (error instanceof UsageError) return { usage: error.message };
    throw error;
  }
}

parentPort?.postMessage(await answer());
