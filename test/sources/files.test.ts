import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";
import type { z } from "zod";

import { UsageError } from "#errors.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import type { Dataset } from "#model/datasets.ts";
import files from "#sources/files.ts";
import { context, scratchFolder } from "../exports/reading.ts";

const settings = (given: object = {}) =>
  files.settings.parse({
    path: "./exports",
    timezone: "UTC",
    datasets: { commissions: { files: "commissions*.csv" } },
    ...given,
  });

async function fetched(
  names: readonly string[],
  dataset: Dataset = "commissions",
  given = settings(),
) {
  const folder = await scratchFolder();
  await mkdir(join(folder, "exports", "old"), { recursive: true });
  for (const name of names) await writeFile(join(folder, "exports", name), "x");
  const world = { find: findFilesFrom(folder), fetch, signal: AbortSignal.timeout(30_000) };
  const parts = await Array.fromAsync(files.fetch({ dataset, context }, given, world));
  return parts.map(({ name }) => name);
}

test("the files that match come in the order of their names", async () => {
  const names = [
    "commissions-2.csv",
    "commissions-10.csv",
    "commissions.csv",
    "payouts.csv",
    "old/commissions.csv",
  ];

  expect(await fetched(names)).toEqual([
    "commissions-2.csv",
    "commissions-10.csv",
    "commissions.csv",
  ]);
});

test("a pattern may reach into folders", async () => {
  const given = settings({ datasets: { commissions: { files: "**/commissions.csv" } } });

  expect(await fetched(["commissions.csv", "old/commissions.csv"], "commissions", given)).toEqual([
    "commissions.csv",
    "old/commissions.csv",
  ]);
});

test("when nothing matches, the folder, the pattern and what is there are named", async () => {
  await expect(fetched(["payouts.csv", "readme.txt"])).rejects.toThrow(
    "No file in ./exports matches commissions*.csv; the folder holds payouts.csv, readme.txt. Put the export there or change datasets.commissions.files of the source.",
  );
  await expect(fetched([])).rejects.toThrow("the folder is empty");
  await expect(fetched([])).rejects.toBeInstanceOf(UsageError);
});

test("a folder that does not exist is named", async () => {
  await expect(fetched([], "commissions", settings({ path: "./exprots" }))).rejects.toThrow(
    "Folder ./exprots does not exist",
  );
});

test("a dataset that is not configured is refused with those that are", async () => {
  await expect(fetched(["payouts.csv"], "payouts")).rejects.toThrow(
    "it is configured for commissions",
  );
  expect(files.datasets(settings())).toEqual(["commissions"]);
});

test("the layout is what the settings say, plain unless they do", () => {
  const given = settings({
    timezone: "Europe/Berlin",
    datasets: {
      commissions: {
        files: "*",
        columns: { amount: "Betrag" },
        statuses: { bezahlt: "paid" },
        amounts: "1.234,50",
      },
      customers: { files: "*", statuses: { gold: "anything" } },
    },
  });

  expect(files.layout("commissions", given)).toEqual({
    timezone: "Europe/Berlin",
    columns: { amount: "Betrag" },
    statuses: { bezahlt: "paid" },
    amounts: "1.234,50",
  });
  expect(files.layout("customers", given)).toMatchObject({ columns: {}, amounts: "decimal" });
});

const wrong: readonly (readonly [what: string, given: object, path: string, message: RegExp])[] = [
  [
    "a timezone the tz database lacks",
    { timezone: "America/New_Yrok" },
    "timezone",
    /is not a timezone of the tz database/,
  ],
  [
    "a dataset there is none of",
    { datasets: { comissions: { files: "*" } } },
    "datasets",
    /comissions/,
  ],
  [
    "a column the dataset lacks",
    { datasets: { payouts: { files: "*", columns: { amuont: "x" } } } },
    "datasets.payouts.columns.amuont",
    /"amuont" is not a column of payouts; it has payout_id/,
  ],
  [
    "a status the dataset lacks",
    { datasets: { payouts: { files: "*", statuses: { done: "complete" } } } },
    "datasets.payouts.statuses.done",
    /"complete" is not a status of payouts; it has pending/,
  ],
  [
    "an amount form there is none of",
    { datasets: { payouts: { files: "*", amounts: "cents" } } },
    "datasets.payouts.amounts",
    /decimal/,
  ],
  ["a word too many", { folder: "x" }, "", /folder/],
];

test.each(wrong)("%s is refused where it stands", (_, given, path, message) => {
  const { error } = files.settings.safeParse({
    path: "./exports",
    timezone: "UTC",
    datasets: {},
    ...given,
  });

  const issues = (error as z.ZodError).issues.map((issue) => [issue.path.join("."), issue.message]);
  expect(issues).toEqual([[path, expect.stringMatching(message)]]);
});
