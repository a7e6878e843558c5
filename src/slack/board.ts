import type { Kysely } from "kysely";
import type { DateTime } from "luxon";

import { latestJudged } from "#cadence/occurrences.ts";
import { everyPlanned } from "#cadence/check-plan.ts";
import { worstFirst } from "#cadence/digest.ts";
import { isOf, openSnoozes } from "#cadence/snoozes.ts";
import type { CheckMark } from "#cadence/snoozes.ts";
import type { Check } from "#check.ts";
import type { Config } from "#config.ts";
import { nextDue } from "#model/due.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { digestKey } from "#slack/digest-teller.ts";
import type { Standing } from "#slack/home-entries.ts";
import type { Database } from "#store/schema.ts";

/** The last outcome of a check, and the digest it stands in. */
export interface LastOutcome {
  readonly judged: JudgedCheck;
  readonly snooze: CheckMark | null;
  /** Null before its digest is posted. */
  readonly at: Standing | null;
}

/** How all checks stand. */
export interface Board {
  /** Worst first. */
  readonly outcomes: readonly LastOutcome[];
  /** When each cadence with a channel is next due, soonest first. */
  readonly due: readonly { readonly cadence: string; readonly at: DateTime }[];
  readonly timezone: string;
}

/** What was concluded last of every check that is still judged, of its source and program. */
export async function stillJudged(
  db: Kysely<Database>,
  { config, checks }: { readonly config: Config; readonly checks: ReadonlyMap<string, Check> },
): ReturnType<typeof latestJudged> {
  const keyOf = (check: string, program: string | null): string => JSON.stringify([check, program]);
  const planned = new Set(
    everyPlanned(checks, config).map(({ id, program }) => keyOf(id, program)),
  );
  return (await latestJudged(db)).filter(
    ({ judged: { check, program, source } }) =>
      planned.has(keyOf(check, program)) && config.sources.has(source),
  );
}

/** The last outcome of every check that is still judged, open snoozes, and what comes next. */
export async function boardOf(
  db: Kysely<Database>,
  { config, checks }: { readonly config: Config; readonly checks: ReadonlyMap<string, Check> },
  now: DateTime,
): Promise<Board> {
  const latest = await stillJudged(db, { config, checks });
  const snoozes = await openSnoozes(db, now.toJSDate());
  const standing = await digestsIn(
    db,
    latest.map(({ occurrence }) => occurrence),
  );
  const due = [...config.cadences.values()].flatMap((cadence) => {
    const at = cadence.channel === null ? null : nextDue(cadence, now);
    return at ? [{ cadence: cadence.id, at }] : [];
  });
  return {
    outcomes: latest
      .map(({ judged, occurrence }) => ({
        judged,
        snooze: snoozes.findLast((mark) => isOf(judged, mark)) ?? null,
        at: standing.get(occurrence) ?? null,
      }))
      .toSorted((a, b) => worstFirst(a.judged, b.judged)),
    due: due.toSorted((a, b) => a.at.toMillis() - b.at.toMillis()),
    timezone: config.timezone,
  };
}

/** Where the digests of occurrences stand. */
async function digestsIn(
  db: Kysely<Database>,
  occurrences: readonly string[],
): Promise<Map<string, Standing>> {
  const ids = [...new Set(occurrences)];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("outbox")
    .select(["key", "channel", "message_ts"])
    .where("key", "in", ids.map(digestKey))
    .execute();
  return new Map(
    rows.flatMap(({ key, channel, message_ts: ts }) =>
      ts === null ? [] : [[key.slice(digestKey("").length), { channel, ts }] as const],
    ),
  );
}
