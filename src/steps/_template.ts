import { z } from "zod";

import { collectedIn } from "#model/earlier.ts";
import { defineStep } from "#step.ts";

export default defineStep<{ most: number }>({
  title: "Confirm that no more than so many records were exported",
  settings: z.strictObject({ most: z.number().int().min(0) }),

  async run({ most }, { outcomes }) {
    const exports = collectedIn(outcomes);
    const rows = exports.reduce((sum, manifest) => sum + manifest.rows, 0);
    return {
      status: rows > most ? "attention" : "complete",
      summary: `${rows} records, at most ${most} expected`,
      report: [],
      evidence: [],
    };
  },
});
