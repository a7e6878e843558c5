import { csvRecords } from "#exports/csv-records.ts";
import { jsonRecords } from "#exports/json-records.ts";
import { plainText } from "#exports/plain-text.ts";

/** Work on whole files: CPU-bound, so large ones are done in a worker thread; input and result are plain data. */
export const fileJobs = { plainText, csvRecords, jsonRecords };

type Jobs = typeof fileJobs;
export type FileWorkName = keyof Jobs;
export type FileWork = {
  [Name in FileWorkName]: {
    readonly input: Parameters<Jobs[Name]>[0];
    readonly result: Awaited<ReturnType<Jobs[Name]>>;
  };
};
