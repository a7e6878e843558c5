import { z } from "zod";

import { defineCheck } from "#check.ts";
import { causes as vocabulary } from "#model/causes.ts";
import { Decimal } from "#model/money.ts";
import { counted } from "#model/phrases.ts";

/** A customer who buys again adds none, and is no loss. */
const usual = ["repeat_purchase"];

export default defineCheck({
  title: "Every conversion reaches its customer",
  why: "A conversion that names nobody, or somebody else, is a customer whom no program can keep or pay for.",
  cadence: "weekly",
  needs: { conversions: [], customers: [] },
  runbook: "customer-count-mismatch",
  settings: z.strictObject({
    /** The share of the conversions that may reach nobody, or be one with another. */
    share: z.number().min(0).max(1).default(0.02),
    /** Causes that are as they should be, however many. */
    usual: z.array(z.string()).default(usual),
  }),

  measure: () => ({ reconciliation: "customer-count-mismatch" }),

  judge({ explanation }, { share, usual: accepted }) {
    if (!explanation) throw new Error("lost-identities is measured by customer-count-mismatch");
    const all = explanation.expected.rows;
    const expected = { from: 0, to: Math.floor(all * share) };
    const measured = { unit: "conversions", expected, atRisk: "0" };
    if (all === 0) {
      const text = "No conversion was recorded in the window.";
      return { ...measured, outcome: "no_data", text, metric: null, rows: [] };
    }
    const ignored = new Set(accepted);
    const lost = explanation.causes.filter(({ cause }) => !ignored.has(cause));
    const unexplained = new Decimal(explanation.unexplained).abs().toNumber();
    const number = lost.reduce((sum, { rows }) => sum + rows, unexplained);
    const failing = explanation.findings.filter(({ severity }) => severity === "fail");
    const parts = [
      ...lost.map(({ cause, rows, examples }) => {
        const [first = ""] = examples;
        return `${rows.toLocaleString("en-US")} ${vocabulary[cause].phrase} (${first})`;
      }),
      ...(unexplained === 0 ? [] : [`${unexplained.toLocaleString("en-US")} unexplained`]),
      ...failing.map(({ message }) => message.replace(/\.$/, "")),
    ];
    const of = `${number.toLocaleString("en-US")} of ${counted(all, "conversion")} reach no customer of their own`;
    return {
      ...measured,
      outcome: number > expected.to || failing.length > 0 ? "fail" : "pass",
      text: `${of}, at most ${expected.to} expected${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`,
      metric: number,
      rows: lost.map(({ cause, rows, examples }) => ({
        cause: vocabulary[cause].title,
        conversions: String(rows),
        examples: examples.join(" "),
        next: vocabulary[cause].next,
      })),
    };
  },
});
