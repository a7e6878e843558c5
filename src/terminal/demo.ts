import { DateTime } from "luxon";

import { UsageError } from "#errors.ts";
import { lastClosedMonth } from "#model/window.ts";
import {
  checksFor,
  commandFor,
  demoRunbooks,
  demoTimezone,
  writeDemo,
} from "#sandbox/demo/index.ts";
import { printJson } from "#terminal/options.ts";

/** Writes the demo program's exports and configuration into a folder. */
export async function demo(options: { out: string; month?: string; json?: true }): Promise<void> {
  const last = lastClosedMonth(DateTime.now(), demoTimezone);
  const month = options.month ?? last;
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || month > last) {
    throw new UsageError(`Month "${month}" is not a closed month; write it like ${last}.`, [
      "month",
    ]);
  }
  const written = await writeDemo({ folder: options.out, month });
  if (options.json) {
    printJson(written);
    return;
  }
  const runs = demoRunbooks.map((runbook) => commandFor(runbook, written.config, month));
  const commands = [...runs, checksFor(written.config, month)].map((line) => `  ${line}\n`);
  process.stdout.write(
    `Wrote ${written.files.length} files to ${options.out}. Now try:\n\n${commands.join("")}\n`,
  );
}
