import { z } from "zod";

import { defineCheck } from "#check.ts";
import { counted, listed } from "#model/phrases.ts";
import { hasLeft, idleDays, isKey, isPrivileged } from "#reconcile/member-sql.ts";

export default defineCheck({
  title: "Every API key is in use",
  why: "A key nobody uses any more is missed by nobody when somebody else does.",
  cadence: "monthly",
  needs: { members: ["kind", "last_active_at"] },
  runbook: "incident-triage",
  settings: z.strictObject({
    /** Days without a call. */
    days: z.int().min(1).default(90),
  }),

  measure: ({ days }) => `
    SELECT member_id, email, role, CAST(last_active_at AS DATE) AS last_used_on, ${idleDays} AS idle_days,
      ${isPrivileged} AS privileged, last_active_at IS NULL OR ${idleDays} > ${days} AS old, count(*) OVER () AS keys,
      count(*) FILTER (old) OVER () AS found
    FROM members, period WHERE ${isKey} AND NOT ${hasLeft}
    QUALIFY old OR row_number() OVER () = 1
    ORDER BY old DESC, privileged DESC, idle_days DESC NULLS FIRST, member_id LIMIT 1000`,

  judge({ rows }, { days }) {
    const expected = { from: 0, to: 0 };
    const keys = Number(rows[0]?.["keys"] ?? 0);
    const found = Number(rows[0]?.["found"] ?? 0);
    const old = rows.filter((row) => row["old"] === "true");
    const told = old.map((row) => {
      const since =
        row["idle_days"] === null ? "never used" : `unused for ${row["idle_days"]} days`;
      return `${row["email"] ?? row["member_id"]} (${row["role"] ?? "no role"}, ${since})`;
    });
    const privileged = old.some((row) => row["privileged"] === "true");
    return {
      outcome: privileged ? "fail" : old.length > 0 ? "warn" : "pass",
      text:
        keys === 0
          ? "There is no API key."
          : old.length > 0
            ? `${found.toLocaleString("en-US")} of ${counted(keys, "API key")} not used for more than ${days} days: ${listed(told, 3, found)}.`
            : `${counted(keys, "API key")}, each used within ${days} days.`,
      metric: found,
      unit: "old keys",
      expected,
      atRisk: "0",
      rows: old,
    };
  },
});
