import { z } from "zod";

import type { CauseId } from "#model/causes.ts";
import { causes as vocabulary } from "#model/causes.ts";
import { comparedIn } from "#model/earlier.ts";
import { findingWords } from "#model/findings.ts";
import { defineStep } from "#step.ts";
import { checkComparison } from "./comparison.ts";
import { checkRecords } from "./records.ts";

const settings = z
  .strictObject({
    /** Causes and findings the comparison made before must not have. */
    absent: z
      .array(z.enum(Object.keys(vocabulary) as CauseId[]))
      .min(1)
      .optional(),
    findings: z.array(z.enum(findingWords)).default([]),
    /** One SELECT over the run's exports, named as their datasets; each row is a problem. */
    sql: z.string().min(1).optional(),
    /** So many rows are none. */
    most: z.number().int().min(0).optional(),
  })
  .superRefine(({ absent, findings, sql, most }, context) => {
    if (!absent && findings.length === 0 && sql === undefined) {
      const message = "it checks nothing: say absent, findings or sql";
      context.addIssue({ code: "custom", message });
    }
    if (most !== undefined && sql === undefined) {
      const message = "only the rows of sql are counted: say sql, or leave most out";
      context.addIssue({ code: "custom", path: ["most"], message });
    }
  });

/** Confirms that the comparison made before found none of the causes and findings named, and that SQL finds no record that must not be. */
export default defineStep<z.infer<typeof settings>>({
  title: "Confirm what must not occur",
  settings,

  async run({ absent, findings, sql, most = 0 }, { outcomes }, world) {
    const isCompared = absent !== undefined || findings.length > 0;
    const parts = [
      ...(isCompared
        ? [checkComparison({ absent: absent ?? [], findings }, comparedIn(outcomes))]
        : []),
      ...(sql === undefined ? [] : [await checkRecords({ sql, most }, outcomes, world)]),
    ];
    const found = parts.filter(({ status }) => status !== "complete");
    const told = found.length > 0 ? found : parts.slice(0, 1);
    return {
      status: found.length > 0 ? "attention" : "complete",
      summary: told.map(({ summary }) => summary).join("; "),
      report: parts.flatMap(({ report }) => report),
      evidence: parts.flatMap(({ evidence }) => evidence),
      ...(sql === undefined ? {} : { judged: true }),
    };
  },
});
