import { DateTime } from "luxon";

import { UsageError } from "#errors.ts";
import { lastClosedMonth } from "#model/window.ts";
import { demoTimezone, writeDemo } from "#sandbox/demo/index.ts";
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
  process.stdout.write(
    `Wrote ${written.files.length} files to ${options.out}. Now try:\n\n  npx countercheck runbook run payout-mismatch --config ${written.config} --window ${month}\n\n`,
  );
}
