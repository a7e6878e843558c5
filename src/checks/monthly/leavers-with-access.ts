import { z } from "zod";

import { defineCheck } from "#check.ts";
import type { CheckRow } from "#check.ts";
import { counted, listed } from "#model/phrases.ts";
import { hasLeft, isKey, isPrivileged } from "#reconcile/member-sql.ts";

export default defineCheck({
  title: "Whoever left can do nothing any more",
  why: "Access that outlives its owner is found by auditors at best.",
  cadence: "monthly",
  needs: { members: ["status"] },
  uses: ["config_changes"],
  runbook: "incident-triage",
  settings: z.strictObject({}),

  // When somebody left is known only where a change of configuration tells it; else a leaver active in the month is to be looked at.
  measure: (_settings, { columns, datasets }) => `
    WITH leaver AS (
      SELECT *, ${isKey} AS is_key, ${isPrivileged} AS privileged FROM members WHERE ${hasLeft}
    ), change AS (
      ${leavingSql(datasets, columns)}
    ), told AS (
      SELECT leaver.member_id, leaver.email, role, status, CAST(last_active_at AS DATE) AS last_active_on,
        min(left_at) AS left_at, any_value(last_active_at) AS active_at, any_value(privileged) AS privileged,
        (SELECT min(member_id) FROM members AS key WHERE lower(key.email) = lower(leaver.email) AND key.member_id <> leaver.member_id
          AND ${isKey.replaceAll("kind", "key.kind")} AND NOT ${hasLeft.replaceAll("status", "key.status")}) AS key
      FROM leaver LEFT JOIN change ON change.email = lower(leaver.email) WHERE NOT is_key GROUP BY ALL
    )
    SELECT member_id, email, role, status, last_active_on, CAST(left_at AS DATE) AS left_on, key,
      coalesce(active_at > left_at + INTERVAL 1 DAY, false) AS active_since, privileged,
      coalesce(left_at IS NULL AND active_at >= starts_at AND active_at < ends_at, false) AS active_in_month,
      count(*) OVER () AS leavers
    FROM told, period
    ORDER BY active_since DESC, key IS NULL, privileged DESC, active_in_month DESC, member_id LIMIT 1000`,

  judge({ rows }) {
    const leavers = Number(rows[0]?.["leavers"] ?? 0);
    const found = rows.flatMap((row) => {
      const reasons = reasonsOf(row);
      return reasons.length > 0 ? [{ row, reasons }] : [];
    });
    const fails = found.filter(
      ({ row }) => row["active_since"] === "true" || row["key"] || row["privileged"] === "true",
    );
    const told = found.map(
      ({ row, reasons }) => `${row["email"] ?? row["member_id"]} ${reasons.join(" and ")}`,
    );
    return {
      outcome: fails.length > 0 ? "fail" : found.length > 0 ? "warn" : "pass",
      text:
        leavers === 0
          ? "Nobody is marked as having left."
          : found.length > 0
            ? `${found.length} of ${counted(leavers, "member")} who left may still have access: ${listed(told)}.`
            : `${counted(leavers, "member")} left, none of them active since, with a key or as an admin.`,
      metric: found.length,
      unit: "leavers",
      expected: { from: 0, to: 0 },
      atRisk: "0",
      rows: found.map(({ row, reasons }) => ({
        member_id: row["member_id"] ?? null,
        email: row["email"] ?? null,
        role: row["role"] ?? null,
        last_active_on: row["last_active_on"] ?? null,
        left_on: row["left_on"] ?? null,
        why: reasons.join("; "),
      })),
    };
  },
});

/** The first change that tells of somebody's leaving: it names their address and such a word. */
function leavingSql(
  datasets: readonly string[],
  columns: Readonly<Partial<Record<string, readonly string[]>>>,
): string {
  if (!datasets.includes("config_changes")) {
    return "SELECT NULL::VARCHAR AS email, NULL::TIMESTAMP AS left_at WHERE false";
  }
  const texts = ["before", "after", "note"].filter((name) =>
    columns["config_changes"]?.includes(name),
  );
  const words = `lower(concat_ws(' ', module${texts.map((name) => `, ${name}`).join("")}))`;
  return `SELECT lower(leaver.email) AS email, min(changed_at) AS left_at FROM leaver
      JOIN (SELECT changed_at, ${words} AS words FROM config_changes) AS changes
        ON contains(words, lower(leaver.email)) AND regexp_matches(words, 'deactivat|disabl|remov|revok|left|leaves|offboard|terminat|suspend')
      GROUP BY 1`;
}

function reasonsOf(row: CheckRow): string[] {
  const reasons: string[] = [];
  if (row["active_since"] === "true") {
    reasons.push(`was active on ${row["last_active_on"]}, after leaving on ${row["left_on"]}`);
  }
  if (row["key"]) reasons.push(`holds the key ${row["key"]}`);
  if (row["privileged"] === "true") reasons.push(`is still ${row["role"]}`);
  if (row["active_in_month"] === "true") reasons.push(`was active on ${row["last_active_on"]}`);
  return reasons;
}
