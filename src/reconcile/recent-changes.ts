import type { DateTime } from "luxon";

import { recentDays } from "#model/timeline.ts";
import { boundsOf } from "#model/window.ts";
import type { Window } from "#model/window.ts";
import { literal } from "#reconcile/sql.ts";

export interface RecentChanges {
  readonly from: DateTime;
  readonly to: DateTime;
  /** Asks the table `config_changes`, newest first. */
  readonly sql: string;
}

/** The configuration changes of a window and of the thirty days before its end, of all modules unless some are given. */
export function recentChanges(window: Window, modules?: readonly string[]): RecentChanges {
  const { start, end } = boundsOf(window);
  const month = end.minus({ days: recentDays });
  const from = month < start ? month : start;
  const utc = (instant: DateTime): string =>
    `TIMESTAMP '${instant.toUTC().toFormat("yyyy-MM-dd HH:mm:ss")}'`;
  const day = (instant: DateTime): string => `TIMESTAMP '${instant.toISODate()}'`;
  const within = (at: typeof utc): string =>
    `changed_at >= ${at(from)} AND changed_at < ${at(end)}`;
  const wanted = modules?.map((module) => literal(module.toLowerCase())).join(", ");
  const sql = `
    SELECT CASE WHEN changed_at_is_date THEN strftime(changed_at, '%Y-%m-%d')
             ELSE strftime(changed_at, '%Y-%m-%dT%H:%M:%SZ') END AS changed_at,
           module, actor, "before", "after", note
    FROM config_changes
    WHERE CASE WHEN changed_at_is_date THEN ${within(day)} ELSE ${within(utc)} END
      ${wanted === undefined ? "" : `AND lower(module) IN (${wanted})`}
    ORDER BY config_changes.changed_at DESC, module, note`;
  return { from, to: end, sql };
}
