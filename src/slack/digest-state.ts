import type { Transaction } from "kysely";

import { digestOf } from "#cadence/digest.ts";
import type { Digest } from "#cadence/digest.ts";
import type { Occurrence } from "#cadence/occurrences.ts";
import { isOf, marksOf, snoozesAt } from "#cadence/snoozes.ts";
import type { CheckMark } from "#cadence/snoozes.ts";
import type { EndpointDay } from "#model/endpoint-day.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import type { Runbook } from "#runbook.ts";
import type { Database } from "#store/schema.ts";

/** All that a digest tells, as it stands. */
export interface ToldDigest {
  readonly occurrence: Occurrence;
  readonly digest: Digest;
  /** What was wrong or silent when it was judged, in its order, whatever was snoozed since. */
  readonly findings: readonly JudgedCheck[];
  readonly judged: readonly JudgedCheck[];
  /** How many results there will be; at least as many as there are. */
  readonly planned: number;
  /** What people said to each result of this digest, in order. */
  readonly marksOn: (one: JudgedCheck) => readonly CheckMark[];
  /** The snooze that lies on a result; null where none does. */
  readonly snoozeOn: (one: JudgedCheck) => CheckMark | null;
  /** How the endpoints did; none but in the digest of a day. */
  readonly endpoints: readonly EndpointDay[];
  readonly runbooks: ReadonlyMap<string, Pick<Runbook, "id" | "title" | "parameters">>;
}

/** What is known of an occurrence: its results sorted for reading, and what people did to them. */
export async function whatIsTold(
  trx: Transaction<Database>,
  occurrence: Occurrence,
  judged: readonly JudgedCheck[],
  of: Pick<ToldDigest, "planned" | "runbooks" | "endpoints"> & { readonly now: Date },
): Promise<ToldDigest> {
  const own = await marksOf(trx, occurrence.id);
  // A digest stays what it was: only its own snoozes are added to those that stood when it was made.
  const before = await snoozesAt(trx, occurrence.finished_at ?? of.now);
  const asFound = digestOf(judged, (one) => before.some((mark) => isOf(one, mark)));
  // One that ended when all was judged again is over here, too.
  const end = occurrence.finished_at;
  const isOver = ({ ended_at: ended, until }: CheckMark): boolean =>
    end !== null && [ended, until].some((at) => at !== null && at <= end);
  const later = own.filter((mark) => mark.kind === "snooze" && !isOver(mark));
  const snoozes = [...before, ...later];
  const snoozeOn = (one: JudgedCheck): CheckMark | null =>
    snoozes.findLast((mark) => isOf(one, mark)) ?? null;
  return {
    occurrence,
    judged,
    snoozeOn,
    planned: Math.max(of.planned, judged.length),
    findings: [...asFound.wrong, ...asFound.silent],
    digest: digestOf(judged, (one) => snoozeOn(one) !== null),
    marksOn: (one) => own.filter((mark) => isOf(one, mark)),
    endpoints: of.endpoints,
    runbooks: of.runbooks,
  };
}
