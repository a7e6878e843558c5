import type { Kysely, Selectable, Transaction } from "kysely";

import type { CheckResult } from "#model/check-result.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { Decimal } from "#model/money.ts";
import type { Outcome } from "#model/outcome.ts";
import type { Period } from "#model/period.ts";
import type { CheckMarkTable } from "#store/cadence-tables.ts";
import type { Database } from "#store/schema.ts";

type Trx = Transaction<Database>;
export type CheckMark = Selectable<CheckMarkTable>;

/** Which result is meant: a check of a source or of one program of it, over one kind of window. */
export interface CheckKey {
  readonly check: string;
  readonly source: string;
  readonly program: string | null;
  readonly period: Pick<Period, "span">;
}

/** A value must be worse by this much to be worse: what grows by a cent each day stays snoozed. */
const margin = 1.1;

const silences: ReadonlySet<Outcome> = new Set(["not_available", "no_data", "error"]);
const order = ["pass", "not_available", "no_data", "warn", "error", "fail"] as const;

/** Whether a result is worse than another: a worse outcome, more money at risk, or further outside of what is expected. */
function isWorse(now: CheckResult, before: CheckResult): boolean {
  const rank = order.indexOf(now.outcome) - order.indexOf(before.outcome);
  if (rank !== 0) return rank > 0;
  const money = new Decimal(now.atRisk).cmp(new Decimal(before.atRisk).times(margin));
  return money > 0 || outside(now) > outside(before) * margin;
}

/** How far a metric lies outside of what is expected, in its own unit. */
function outside({ metric, expected: { from, to } }: CheckResult): number {
  if (metric === null) return 0;
  return Math.max(0, from === null ? 0 : from - metric, to === null ? 0 : metric - to);
}

/** Writes down what a person said to a result. */
export async function mark(
  trx: Trx,
  { check, source, program, period }: CheckKey,
  said: Pick<CheckMark, "occurrence_id" | "kind" | "by" | "at"> &
    Partial<Pick<CheckMark, "assignee" | "until" | "run_id">>,
): Promise<void> {
  await trx
    .insertInto("check_mark")
    .values({
      check_id: check,
      source,
      program: program ?? "",
      span: period.span,
      assignee: null,
      run_id: null,
      until: null,
      ended_at: null,
      ...said,
    })
    .execute();
}

/** What people said to the results of an occurrence, in the order in which they said it. */
export function marksOf(db: Kysely<Database>, occurrence: string): Promise<CheckMark[]> {
  return db
    .selectFrom("check_mark")
    .selectAll()
    .where("occurrence_id", "=", occurrence)
    .orderBy("id")
    .execute();
}

/** Snoozes that stand at an instant. */
export function openSnoozes(db: Kysely<Database>, now: Date): Promise<CheckMark[]> {
  return db
    .selectFrom("check_mark")
    .selectAll()
    .where("kind", "=", "snooze")
    .where("ended_at", "is", null)
    .where("until", ">", now)
    .orderBy("id")
    .execute();
}

/** Snoozes that stood at an instant, whatever has become of them since. */
export function snoozesAt(db: Kysely<Database>, at: Date): Promise<CheckMark[]> {
  return db
    .selectFrom("check_mark")
    .selectAll()
    .where("kind", "=", "snooze")
    .where("at", "<=", at)
    .where("until", ">", at)
    .where((expression) =>
      expression.or([expression("ended_at", "is", null), expression("ended_at", ">", at)]),
    )
    .orderBy("id")
    .execute();
}

/** Ends each snooze whose check is well again, can no longer be judged, or is now worse than when it was snoozed; returns those that still stand. */
export async function wake(
  trx: Trx,
  judged: readonly JudgedCheck[],
  now: Date,
): Promise<CheckMark[]> {
  const standing: CheckMark[] = [];
  for (const snooze of await openSnoozes(trx, now)) {
    const result = judged.find((one) => isOf(one, snooze));
    const before = result && (await snoozedResult(trx, snooze));
    const isOver = result && before && isLater(result, before) && isEnded(result, before);
    if (!isOver) {
      standing.push(snooze);
      continue;
    }
    await trx
      .updateTable("check_mark")
      .set({ ended_at: now })
      .where("id", "=", snooze.id)
      .execute();
  }
  return standing;
}

/** What was before says nothing of what is now. */
function isLater(result: JudgedCheck, before: JudgedCheck): boolean {
  return result.period.to >= before.period.to;
}

function isEnded(result: JudgedCheck, before: JudgedCheck): boolean {
  // A check that can no longer be judged must not hide behind the snooze of what it found; one that could not be then, may.
  const isSilent = silences.has(result.outcome) && !silences.has(before.outcome);
  return result.outcome === "pass" || isSilent || isWorse(result, before);
}

/** Whether a mark was made on this check's result. */
export function isOf({ check, source, program, period }: CheckKey, mark_: CheckMark): boolean {
  const isCheck = mark_.check_id === check && mark_.span === period.span;
  return isCheck && mark_.source === source && mark_.program === (program ?? "");
}

/** The result as it stood when it was snoozed. */
async function snoozedResult(trx: Trx, snooze: CheckMark): Promise<JudgedCheck | null> {
  const row = await trx
    .selectFrom("check_result")
    .select("judged")
    .where("occurrence_id", "=", snooze.occurrence_id)
    .where("check_id", "=", snooze.check_id)
    .where("source", "=", snooze.source)
    .where("program", "=", snooze.program)
    .executeTakeFirst();
  return row?.judged ?? null;
}
