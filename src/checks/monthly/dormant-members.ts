import { z } from "zod";

import { defineCheck } from "#check.ts";
import { counted, listed } from "#model/phrases.ts";
import { hasLeft, idleDays, isInvited, isKey, isPrivileged } from "#reconcile/member-sql.ts";

export default defineCheck({
  title: "Everybody who has access uses it",
  why: "An account nobody looks at is the one a stranger can use for months.",
  cadence: "monthly",
  needs: { members: ["last_active_at"] },
  runbook: "incident-triage",
  settings: z.strictObject({
    /** Days without a sign of life. */
    days: z.int().min(1).default(90),
  }),

  measure: ({ days }) => `
    SELECT member_id, email, role, CAST(last_active_at AS DATE) AS last_active_on, ${idleDays} AS idle_days,
      ${isPrivileged} AS privileged, last_active_at IS NULL OR ${idleDays} > ${days} AS dormant, count(*) OVER () AS members,
      count(*) FILTER (dormant) OVER () AS found
    FROM members, period WHERE NOT ${hasLeft} AND NOT ${isInvited} AND NOT ${isKey}
    QUALIFY dormant OR row_number() OVER () = 1
    ORDER BY dormant DESC, privileged DESC, idle_days DESC NULLS FIRST, member_id LIMIT 1000`,

  judge({ rows }, { days }) {
    const expected = { from: 0, to: 0 };
    const members = Number(rows[0]?.["members"] ?? 0);
    if (members === 0) {
      const text = "The members export names no person who has access.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const dormant = rows.filter((row) => row["dormant"] === "true");
    const found = Number(rows[0]?.["found"] ?? 0);
    const privileged = dormant.filter((row) => row["privileged"] === "true");
    const told = dormant.map((row) => {
      const since = row["idle_days"] === null ? "never active" : `${row["idle_days"]} days`;
      return `${row["email"] ?? row["member_id"]} (${row["role"] ?? "no role"}, ${since})`;
    });
    return {
      outcome: privileged.length > 0 ? "fail" : dormant.length > 0 ? "warn" : "pass",
      text:
        dormant.length > 0
          ? `${found.toLocaleString("en-US")} of ${counted(members, "member")} not active for more than ${days} days: ${listed(told, 3, found)}.`
          : `All ${counted(members, "member")} were active within ${days} days.`,
      metric: found,
      unit: "dormant members",
      expected,
      atRisk: "0",
      rows: dormant,
    };
  },
});
