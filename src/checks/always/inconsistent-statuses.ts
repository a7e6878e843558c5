import { z } from "zod";

import { defineCheck } from "#check.ts";
import { counted } from "#model/phrases.ts";
import { judgeProblems } from "#model/problems.ts";
import { problemsSql } from "#reconcile/problems-sql.ts";

const inPeriod = "day BETWEEN from_day AND to_day";
const lost = "('refunded', 'chargeback', 'rejected', 'fraud')";

export default defineCheck({
  title: "A sale has one status everywhere",
  why: "A commission that lives on after its sale was refunded is paid for nothing; one that is canceled too early is owed.",
  cadence: "always",
  needs: { conversions: [] },
  uses: ["commissions", "events"],
  money: ["conversions", "commissions"],
  looksBack: 8,
  runbook: "payout-mismatch",
  settings: z.strictObject({
    /** How many records may differ. */
    most: z.int().min(0).default(0),
  }),

  measure(_, { datasets }) {
    const wrong = [
      `SELECT 'conversion_unknown', 'conversions', conversion_id, 'status ' || coalesce(source_status, 'empty'), value
       FROM conversions CROSS JOIN period WHERE ${inPeriod} AND status IS NULL`,
    ];
    const examined = [`conversions CROSS JOIN period WHERE ${inPeriod}`];
    if (datasets.includes("commissions")) {
      examined.push(`commissions CROSS JOIN period WHERE ${inPeriod}`);
      wrong.push(
        `SELECT 'commission_unknown', 'commissions', commission_id, 'status ' || coalesce(source_status, 'empty'), value
         FROM commissions CROSS JOIN period WHERE ${inPeriod} AND status IS NULL`,
        `SELECT 'commission_lives', 'commissions', commission_id,
           commissions.status || ', ' || conversion_id || ' is ' || conversions.status, commissions.value
         FROM conversions JOIN commissions USING (conversion_id) CROSS JOIN period
         WHERE conversions.${inPeriod} AND conversions.status IN ${lost}
           AND commissions.status IN ('approved', 'processed', 'paid')`,
        // Only where nothing else is owed for the sale: a corrected commission leaves its canceled forerunner behind.
        `SELECT 'commission_dead', 'commissions', min(commission_id), min(commissions.status) || ', ' || conversion_id || ' is approved',
           max(commissions.value)
         FROM conversions JOIN commissions USING (conversion_id) CROSS JOIN period
         WHERE conversions.${inPeriod} AND conversions.status = 'approved'
         GROUP BY conversion_id HAVING bool_and(commissions.status IN ('refunded', 'fraud', 'canceled'))`,
      );
    }
    if (datasets.includes("events")) {
      wrong.push(`SELECT 'event_differs', 'conversions', conversion_id,
          conversions.status || ', event ' || events.event_id || ' says ' || events.status, conversions.value
        FROM conversions JOIN events USING (conversion_id) CROSS JOIN period
        WHERE conversions.${inPeriod} AND lower(events.type) = 'sale'
          AND ((lower(events.status) = 'approved' AND conversions.status IN ${lost})
            OR (lower(events.status) IN ${lost} AND conversions.status = 'approved'))`);
    }
    return problemsSql(examined, wrong);
  },

  judge: ({ rows, currency }, { most }) =>
    judgeProblems(rows, {
      most,
      currency,
      looked: (records) => `Statuses of ${counted(records, "record")}`,
      problems: {
        conversion_unknown: [
          "conversion has a status that is not known",
          "conversions have a status that is not known",
        ],
        commission_unknown: [
          "commission has a status that is not known",
          "commissions have a status that is not known",
        ],
        commission_lives: [
          "commission lives on though its sale does not stand",
          "commissions live on though their sales do not stand",
        ],
        commission_dead: [
          "approved sale has no commission that stands",
          "approved sales have no commission that stands",
        ],
        event_differs: [
          "sale has another status than its event",
          "sales have another status than their events",
        ],
      },
    }),
});
