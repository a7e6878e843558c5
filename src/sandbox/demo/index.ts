import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { UsageError } from "#errors.ts";
import { analyticsAnswer } from "#sandbox/demo/analytics-answer.ts";
import type { Answer } from "#sandbox/demo/answer.ts";
import { countercheckYml } from "#sandbox/demo/countercheck-yml.ts";
import { customerAnswer } from "#sandbox/demo/customer-answer.ts";
import { exportAnswer } from "#sandbox/demo/export-answer.ts";
import { ledgerFiles } from "#sandbox/demo/ledger-files.ts";
import { officeFiles } from "#sandbox/demo/office-files.ts";
import { payoutAnswer } from "#sandbox/demo/payout-answer.ts";
import { type Program, programOf } from "#sandbox/demo/program.ts";
import { demoTitle, readmeOf } from "#sandbox/demo/readme.ts";
import { revenueAnswer } from "#sandbox/demo/revenue-answer.ts";

export { reportingZone as demoTimezone } from "#sandbox/demo/calendar.ts";
export { checksFor, commandFor, demoRunbooks } from "#sandbox/demo/runbooks.ts";

/**
 * Writes the demo program of the three months up to `month` (2026-10): same month, same bytes. An earlier demo in the
 * folder is replaced; a folder with anything else in it is a UsageError.
 */
export async function writeDemo(options: {
  readonly folder: string;
  readonly month: string;
  /** Where the workspace in the box is, whose far side is looked at; without it nothing is. */
  readonly box?: string | null;
}): Promise<{ config: string; files: string[] }> {
  const { folder, month, box = null } = options;
  await clear(folder);
  const program = programOf(month);
  const contents = new Map<string, Buffer | string>([
    ["README.md", readmeOf(program)],
    ["countercheck.yml", countercheckYml(month, box)],
    ...officeFiles(program),
    ...ledgerFiles(program),
  ]);
  const files: string[] = [];
  for (const [name, content] of contents) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    files.push(path);
  }
  return { config: join(folder, "countercheck.yml"), files };
}

/** What payout-mismatch must find in the demo for its last month, or for one of the two before. */
export function demoAnswers(month: string, window = month): Answer {
  return demoAnswer("payout-mismatch", month, window);
}

const answers = {
  "payout-mismatch": payoutAnswer,
  "revenue-mismatch": revenueAnswer,
  "customer-count-mismatch": customerAnswer,
  "sparse-analytics": analyticsAnswer,
  "export-mismatch": exportAnswer,
} satisfies Record<string, (program: Program, month: string) => Answer>;

export type AnsweredRunbook = keyof typeof answers;

/** What a runbook must find in the demo when it is asked for nothing but a month. */
export function demoAnswer(runbook: AnsweredRunbook, month: string, window = month): Answer {
  return answers[runbook](programOf(month), window);
}

/** Old exports would be read together with new ones; files that are not ours stay untouched. */
async function clear(folder: string): Promise<void> {
  const present = await entriesOf(folder);
  if (present.length === 0) return;
  const readme = present.includes("README.md")
    ? await readFile(join(folder, "README.md"), "utf8")
    : "";
  if (!readme.startsWith(demoTitle)) {
    throw new UsageError(`${folder} is not empty and holds no demo; name a new or empty folder.`, [
      "out",
    ]);
  }
  await rm(join(folder, "exports"), { recursive: true, force: true });
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true });
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${folder} cannot hold the demo (${code}); name another folder.`,
      ["out"],
      {
        cause: error,
      },
    );
  }
}
