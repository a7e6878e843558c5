import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { Dataset } from "#model/datasets.ts";
import { counted } from "#model/phrases.ts";
import { judgeProblems } from "#model/problems.ts";
import { problemsSql } from "#reconcile/problems-sql.ts";

/** Whose habit it is. */
const whose = (table: string, program: string): string =>
  `coalesce('partner ' || ${table}.partner_id, 'program ' || ${program}, 'the source')`;

export default defineCheck({
  title: "Every partner's amounts come in one currency",
  why: "A number taken for dollars that was euros is wrong by the exchange rate, and nobody sees it.",
  cadence: "always",
  needs: { conversions: [] },
  uses: ["commissions", "events"],
  money: ["conversions", "commissions"],
  looksBack: 8,
  runbook: "revenue-mismatch",
  settings: z.strictObject({
    /** A currency that this share of the records has is the usual one. */
    share: z.number().min(0.5).max(1).default(0.95),
    /** Fewer records than this have no usual one. */
    least: z.int().min(2).default(20),
    /** How many records may come in another. */
    most: z.int().min(0).default(0),
  }),

  measure({ share, least }, { datasets }) {
    const told = toldOf(datasets).join(" UNION ALL ");
    // Habits first, which are few: of millions of records only those against a habit are looked at one by one.
    const wrong = `
      SELECT problem, record, id, money || ', ' || whose || ' usually ' || usual, value
      FROM (${told}) CROSS JOIN period JOIN (
        SELECT problem, whose, arg_max(money, records) AS usual
        FROM (SELECT problem, whose, money, count(*) AS records FROM (${told}) CROSS JOIN period WHERE day <= to_day GROUP BY ALL)
        GROUP BY problem, whose
        HAVING sum(records) >= ${least} AND max(records) < sum(records) AND max(records) >= ${share} * sum(records)
      ) AS habits USING (problem, whose)
      WHERE money <> usual AND day BETWEEN from_day AND to_day`;
    return problemsSql(
      ["conversions CROSS JOIN period WHERE day BETWEEN from_day AND to_day"],
      [wrong],
    );
  },

  judge: ({ rows, currency }, { most }) =>
    judgeProblems(rows, {
      most,
      currency,
      looked: (records) => `Currencies of ${counted(records, "conversion")}`,
      problems: {
        unusual: [
          "conversion comes in another currency than usual",
          "conversions come in another currency than usual",
        ],
        commission_differs: [
          "commission is in another currency than usual for its sale",
          "commissions are in another currency than usual for their sales",
        ],
        event_differs: [
          "event is in another currency than usual for its sale",
          "events are in another currency than usual for their sales",
        ],
      },
    }),
});

/** Each record's currency, or that of both it joins, and whose habit that is. */
function toldOf(datasets: readonly Dataset[]): string[] {
  const told = [
    `SELECT 'unusual' AS problem, 'conversions' AS record, conversion_id AS id, ${whose("conversions", "conversions.program_id")} AS whose,
       currency AS money, value, day FROM conversions`,
  ];
  if (datasets.includes("commissions")) {
    told.push(`SELECT 'commission_differs', 'commissions', commission_id, ${whose("commissions", "commissions.program_id")},
        conversions.currency || ' paid in ' || commissions.currency, commissions.value, conversions.day
      FROM commissions JOIN conversions USING (conversion_id)`);
  }
  if (datasets.includes("events")) {
    told.push(`SELECT 'event_differs', 'events', events.event_id, ${whose("conversions", "conversions.program_id")},
        conversions.currency || ' tracked in ' || events.currency, conversions.value, conversions.day
      FROM events JOIN conversions USING (conversion_id) WHERE events.currency IS NOT NULL`);
  }
  return told;
}
