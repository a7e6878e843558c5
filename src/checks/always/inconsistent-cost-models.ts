import { z } from "zod";

import { defineCheck } from "#check.ts";
import { judgeProblems } from "#model/problems.ts";
import { problemsSql } from "#reconcile/problems-sql.ts";
import { literal } from "#reconcile/sql.ts";

/** What is paid for under each model; written with or without signs between the words. */
const paidFor = {
  cpa: "any",
  cps: "sale",
  revshare: "sale",
  revenueshare: "sale",
  percentage: "sale",
  cpl: "lead",
  cpc: "click",
  cpm: "view",
  fixed: "any",
  flat: "any",
  flatfee: "any",
  hybrid: "any",
  tiered: "any",
} as const;

export default defineCheck({
  title: "Every campaign pays by its own cost model",
  why: "A campaign that pays for leads and is charged for sales has no economics that anybody can trust.",
  cadence: "always",
  needs: { campaigns: ["cost_model"] },
  uses: ["conversions", "commissions"],
  money: ["campaigns", "conversions", "commissions"],
  looksBack: 8,
  runbook: "payout-mismatch",
  settings: z.strictObject({
    /** Cost models of your own. */
    models: z.array(z.string()).default([]),
    /** How many records may not fit. */
    most: z.int().min(0).default(0),
  }),

  measure({ models }, { datasets, period }) {
    const own = models.map((model) => `(${literal(plain(model))}, 'any')`);
    const known = [
      ...Object.entries(paidFor).map(([model, what]) => `('${model}', '${what}')`),
      ...own,
    ];
    const modelled = `(SELECT *, regexp_replace(lower(coalesce(cost_model, '')), '[^a-z0-9]', '', 'g') AS model FROM campaigns)
      LEFT JOIN (VALUES ${known.join(", ")}) AS known(model, paid_for) USING (model)`;
    const spent = "coalesce(spend_value, 0) > 0 OR coalesce(budget_value, 0) > 0";
    const undated = [
      `SELECT 'model_missing', 'campaigns', campaign_id, name, coalesce(spend_value, budget_value)
       FROM ${modelled} WHERE model = '' AND (${spent})`,
      `SELECT 'model_unknown', 'campaigns', campaign_id, 'cost model ' || cost_model, spend_value
       FROM ${modelled} WHERE model <> '' AND paid_for IS NULL`,
    ];
    const wrong: string[] = [];
    const examined = ["campaigns"];
    if (datasets.includes("conversions") && datasets.includes("commissions")) {
      const paid = `commissions JOIN conversions USING (conversion_id)
        JOIN (SELECT campaign_id, model, paid_for FROM ${modelled}) AS campaign USING (campaign_id) CROSS JOIN period
        WHERE commissions.day BETWEEN from_day AND to_day AND coalesce(commissions.status, 'pending') NOT IN ('refunded', 'fraud', 'duplicate', 'canceled')`;
      wrong.push(
        `SELECT 'type_differs', 'commissions', commission_id, commissions.type || ' on ' || campaign_id || ', which pays by ' || model, commissions.value
         FROM ${paid} AND paid_for <> 'any' AND lower(commissions.type) IN ('sale', 'lead', 'click', 'view') AND lower(commissions.type) <> paid_for`,
        `SELECT 'above_sale', 'commissions', commission_id,
           'more than its sale ' || conversion_id || ' on ' || campaign_id, commissions.value
         FROM ${paid} AND paid_for = 'sale' AND commissions.currency = conversions.currency
           AND conversions.amount > 0 AND commissions.amount > conversions.amount`,
      );
      examined.push("commissions CROSS JOIN period WHERE day BETWEEN from_day AND to_day");
    }
    // A campaign has no date: it is told by the week and the month, and only counted by each of their days.
    return period.span === "day"
      ? problemsSql(examined, wrong, undated)
      : problemsSql(examined, [...undated, ...wrong]);
  },

  judge: ({ rows, currency }, { most }) =>
    judgeProblems(rows, {
      most,
      currency,
      looked: (records) =>
        `Cost models of ${records.toLocaleString("en-US")} campaigns and commissions`,
      problems: {
        model_missing: [
          "campaign spends without a cost model",
          "campaigns spend without a cost model",
        ],
        model_unknown: [
          "campaign has a cost model that is not known",
          "campaigns have a cost model that is not known",
        ],
        type_differs: [
          "commission is for what its campaign does not pay for",
          "commissions are for what their campaigns do not pay for",
        ],
        above_sale: ["commission is more than its sale", "commissions are more than their sales"],
      },
    }),
});

function plain(model: string): string {
  return model.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
