import { z } from "zod";

import { defineCheck } from "#check.ts";
import { counted, listed } from "#model/phrases.ts";
import { hasLeft, isInvited, isKey, isPrivileged } from "#reconcile/member-sql.ts";

export default defineCheck({
  title: "Everybody signs in with a second factor",
  why: "A password alone is guessed, phished or bought; behind it are partners' bank details and payouts.",
  cadence: "monthly",
  needs: { members: ["mfa"] },
  runbook: "incident-triage",
  settings: z.strictObject({
    /** How many may do without. */
    most: z.int().min(0).default(0),
  }),

  measure: () => `
    SELECT member_id, email, role, mfa, ${isPrivileged} AS privileged, count(*) OVER () AS members,
      count(*) FILTER (mfa IS FALSE) OVER () AS without, count(*) FILTER (mfa IS NULL) OVER () AS unknown
    FROM members WHERE NOT ${hasLeft} AND NOT ${isInvited} AND NOT ${isKey}
    QUALIFY mfa IS NOT TRUE OR row_number() OVER () = 1
    ORDER BY mfa NULLS LAST, privileged DESC, member_id LIMIT 1000`,

  judge({ rows }, { most }) {
    const expected = { from: 0, to: most };
    const members = Number(rows[0]?.["members"] ?? 0);
    if (members === 0) {
      const text = "The members export names no person who has access.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const [found, unsaidOf] = [
      Number(rows[0]?.["without"] ?? 0),
      Number(rows[0]?.["unknown"] ?? 0),
    ];
    const without = rows.filter(({ mfa }) => mfa === "false");
    const unknown = rows.filter(({ mfa }) => mfa === null);
    const privileged = without.some((row) => row["privileged"] === "true");
    const told = without.map(
      (row) => `${row["email"] ?? row["member_id"]} (${row["role"] ?? "no role"})`,
    );
    const unsaid = unsaidOf > 0 ? ` Of ${counted(unsaidOf, "member")} it is not known.` : "";
    const tooMany = found > most;
    return {
      outcome: tooMany && privileged ? "fail" : tooMany || unsaidOf > 0 ? "warn" : "pass",
      text: `${found.toLocaleString("en-US")} of ${counted(members, "member")} sign in without a second factor${found > 0 ? `: ${listed(told, 3, found)}` : ""}.${unsaid}`,
      metric: found,
      unit: "members",
      expected,
      atRisk: "0",
      rows: [...without, ...unknown],
    };
  },
});
