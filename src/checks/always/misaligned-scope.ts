import { z } from "zod";

import { defineCheck } from "#check.ts";
import { judgeProblems } from "#model/problems.ts";
import { problemsSql } from "#reconcile/problems-sql.ts";

const inPeriod = "day BETWEEN from_day AND to_day";

/** Two cards show parts of one whole when they say all of this alike. */
const alike = `lower(metric) AS metric, window_start, window_end, coalesce(cards.timezone, '') AS timezone, coalesce(statuses, '') AS statuses, coalesce(mode, '') AS mode`;
const shown = `SELECT ${alike}, workspace_id, campaign_id, link_id, value FROM cards CROSS JOIN period
  WHERE program_id IS NULL AND partner_id IS NULL AND window_end BETWEEN from_day AND to_day
    AND lower(metric) IN ('clicks', 'leads', 'sales', 'conversions', 'funnel')
  QUALIFY row_number() OVER (
    PARTITION BY metric, window_start, window_end, cards.timezone, statuses, mode, workspace_id, campaign_id, link_id
    ORDER BY cards.captured_at DESC NULLS LAST) = 1`;

export default defineCheck({
  title: "Every record lies in its link, its campaign and its workspace",
  why: "What is counted under another campaign is missing in its own, and paid by the wrong rules.",
  cadence: "always",
  needs: { links: ["campaign_id"] },
  uses: ["campaigns", "conversions", "events", "cards"],
  money: ["conversions"],
  looksBack: 8,
  runbook: "sparse-analytics",
  settings: z.strictObject({
    /** How many records may lie elsewhere. */
    most: z.int().min(0).default(0),
  }),

  measure(_, { datasets, period }) {
    const has = (name: (typeof datasets)[number]): boolean => datasets.includes(name);
    const wrong: string[] = [];
    const undated: string[] = [];
    if (has("campaigns")) {
      undated.push(`SELECT 'campaign_unknown', 'links', link_id, 'campaign ' || campaign_id, NULL
        FROM links ANTI JOIN campaigns USING (campaign_id) WHERE campaign_id IS NOT NULL`);
    }
    if (has("conversions")) {
      wrong.push(
        `SELECT 'link_unknown', 'conversions', conversion_id, 'link ' || link_id, value
         FROM conversions ANTI JOIN links USING (link_id) CROSS JOIN period WHERE ${inPeriod} AND link_id IS NOT NULL`,
        elsewhere("campaign"),
        elsewhere("workspace"),
      );
    }
    if (has("events")) {
      wrong.push(
        `SELECT 'events_link_unknown', 'events', 'link ' || link_id, 'events ' || sum(records), NULL
         FROM placed ANTI JOIN links USING (link_id) WHERE link_id IS NOT NULL GROUP BY link_id`,
        eventsElsewhere("campaign"),
        eventsElsewhere("workspace"),
      );
    }
    if (has("cards"))
      wrong.push(overflowing("link", "campaign"), overflowing("campaign", "workspace"));
    const examined = ["links"];
    if (has("conversions")) examined.push(`conversions CROSS JOIN period WHERE ${inPeriod}`);
    // A link has no date: it is told by the week and the month, and only counted by each of their days.
    const problems =
      period.span === "day"
        ? problemsSql(examined, wrong, undated)
        : problemsSql(examined, [...undated, ...wrong]);
    return has("events")
      ? `WITH placed AS MATERIALIZED (${placed}) SELECT * FROM (${problems})`
      : problems;
  },

  judge: ({ rows, currency }, { most }) =>
    judgeProblems(rows, {
      most,
      currency,
      looked: (records) =>
        `Links, campaigns and workspaces of ${records.toLocaleString("en-US")} records`,
      problems: {
        campaign_unknown: [
          "link names a campaign that there is not",
          "links name a campaign that there is not",
        ],
        link_unknown: [
          "conversion names a link that there is not",
          "conversions name a link that there is not",
        ],
        campaign_elsewhere: [
          "conversion names another campaign than its link",
          "conversions name another campaign than their link",
        ],
        workspace_elsewhere: [
          "conversion names another workspace than its link",
          "conversions name another workspace than their link",
        ],
        events_link_unknown: [
          "link of events is not among the links",
          "links of events are not among the links",
        ],
        events_campaign_elsewhere: [
          "link has events of another campaign",
          "links have events of another campaign",
        ],
        events_workspace_elsewhere: [
          "link has events of another workspace",
          "links have events of another workspace",
        ],
        link_overflow: [
          "campaign shows less than its links together",
          "campaigns show less than their links together",
        ],
        campaign_overflow: [
          "workspace shows less than its campaigns together",
          "workspaces show less than their campaigns together",
        ],
      },
    }),
});

function elsewhere(level: string): string {
  const column = `${level}_id`;
  return `SELECT '${level}_elsewhere', 'conversions', conversion_id,
      conversions.${column} || ', its link ' || links.link_id || ' is of ' || links.${column}, value
    FROM conversions JOIN links USING (link_id) CROSS JOIN period
    WHERE ${inPeriod} AND conversions.${column} <> links.${column}`;
}

/** Events are many and lie in few places: they are gone through once. */
const placed = `SELECT link_id, campaign_id, workspace_id, count(*) AS records
  FROM events CROSS JOIN period WHERE ${inPeriod} GROUP BY ALL`;

function eventsElsewhere(level: string): string {
  const column = `${level}_id`;
  return `SELECT 'events_${level}_elsewhere', 'events', links.link_id,
      'events of ' || min(placed.${column}) || ': ' || sum(records) || ', the link is of ' || min(links.${column}), NULL
    FROM placed JOIN links USING (link_id) WHERE placed.${column} <> links.${column} GROUP BY links.link_id`;
}

/** Cards of parts that come to more than the card of the whole. */
function overflowing(part: "link" | "campaign", whole: "campaign" | "workspace"): string {
  const key = part === "link" ? "campaign_id" : "''";
  const isPart =
    part === "link" ? "link_id IS NOT NULL" : "link_id IS NULL AND campaign_id IS NOT NULL";
  const isWhole =
    whole === "campaign"
      ? "link_id IS NULL AND campaign_id IS NOT NULL"
      : "link_id IS NULL AND campaign_id IS NULL";
  const same = `metric, window_start, window_end, timezone, statuses, mode, of_what`;
  return `SELECT '${part}_overflow', 'cards', metric || ' ' || coalesce(nullif(of_what, ''), 'workspace'),
      rtrim(rtrim(CAST(parts.value AS VARCHAR), '0'), '.') || ' in its ${part}s, '
        || rtrim(rtrim(CAST(whole.value AS VARCHAR), '0'), '.') || ' shown', NULL
    FROM (SELECT * EXCLUDE (value), sum(value) AS value FROM (
        SELECT metric, window_start, window_end, timezone, statuses, mode, ${key} AS of_what, value FROM (${shown}) WHERE ${isPart})
      GROUP BY ALL) AS parts
    JOIN (SELECT metric, window_start, window_end, timezone, statuses, mode, ${key} AS of_what, max(value) AS value
      FROM (${shown}) WHERE ${isWhole} GROUP BY ALL) AS whole USING (${same})
    WHERE parts.value > whole.value`;
}
