import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DateTime } from "luxon";

import { lastClosedMonth } from "#model/window.ts";
import { demoTimezone, writeDemo } from "#sandbox/demo/index.ts";

const shelf = new URL("../../src/runbooks/", import.meta.url);

export const month = lastClosedMonth(DateTime.now(), demoTimezone);

/** Writes the demo program beside a data folder, with a team's own runbooks and whatever else its configuration says; returns the configuration's path. */
export async function ownProgram(
  data: string,
  own: { readonly runbooks: Readonly<Record<string, string>>; readonly config?: string },
): Promise<string> {
  const { config } = await writeDemo({ folder: `${data}-program`, month });
  const folder = `${data}-program/runbooks`;
  await mkdir(folder, { recursive: true });
  for (const [id, text] of Object.entries(own.runbooks)) {
    await writeFile(join(folder, `${id}.yml`), text);
  }
  await appendFile(config, `\nrunbooks: ./runbooks\n${own.config ?? ""}`);
  return config;
}

/** A runbook of the shelf that captures again at once. */
export async function withoutWaiting(id: string): Promise<string> {
  const text = await readFile(new URL(`${id}.yml`, shelf), "utf8");
  return text
    .replaceAll(/\n +wait: .*/g, "")
    .replaceAll(/(\n +)kind: rerun/g, "$1kind: rerun$1wait: 0m");
}
