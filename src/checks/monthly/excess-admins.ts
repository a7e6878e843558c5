import { z } from "zod";

import { defineCheck } from "#check.ts";
import { counted, listed, percent } from "#model/phrases.ts";
import { hasLeft, isInvited, isKey, isPrivileged } from "#reconcile/member-sql.ts";

export default defineCheck({
  title: "Few may change everything",
  why: "Each owner and admin can change rates, bank details and rules alone; a mistake or a stolen session then reaches all of it.",
  cadence: "monthly",
  needs: { members: ["role"] },
  runbook: "incident-triage",
  settings: z.strictObject({
    /** So many owners and admins, keys among them, are always fine. */
    most: z.int().min(1).default(3),
    /** And so are as many as this share of all who have access. */
    share: z.number().min(0).max(1).default(0.1),
  }),

  measure: () => `
    SELECT member_id, email, role, ${isKey} AS is_key, ${isPrivileged} AS privileged, count(*) OVER () AS members
    FROM members WHERE NOT ${hasLeft} AND NOT ${isInvited}
    QUALIFY privileged OR row_number() OVER () = 1 ORDER BY privileged DESC, is_key DESC, role, member_id LIMIT 1000`,

  judge({ rows }, { most, share }) {
    const members = Number(rows[0]?.["members"] ?? 0);
    const allowed = Math.max(most, Math.floor(members * share));
    const expected = { from: 1, to: allowed };
    if (members === 0) {
      const text = "The members export names nobody who has access.";
      return { outcome: "no_data", text, metric: null, expected, atRisk: "0", rows: [] };
    }
    const admins = rows.filter((row) => row["privileged"] === "true");
    const keys = admins.filter((row) => row["is_key"] === "true").length;
    const told = admins.map((row) => `${row["email"] ?? row["member_id"]} (${row["role"]})`);
    const count = `${admins.length} of ${members.toLocaleString("en-US")} members and keys may change everything (${percent(admins.length / members)}), at most ${allowed} expected`;
    return {
      outcome: admins.length > allowed || admins.length === 0 ? "warn" : "pass",
      text:
        admins.length === 0
          ? `Of ${counted(members, "member")} none is an owner or admin by their role.`
          : `${count}${keys > 0 ? `; ${counted(keys, "key")} among them` : ""}: ${listed(told)}.`,
      metric: admins.length,
      unit: "owners and admins",
      expected,
      atRisk: "0",
      rows: admins.length > allowed ? admins : [],
    };
  },
});
