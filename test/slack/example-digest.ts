import type { Transaction } from "kysely";
import { DateTime } from "luxon";

import {
  insertOccurrence,
  judgedIn,
  keepJudged,
  lockOccurrence,
  markAgain,
  markOccurrence,
} from "#cadence/occurrences.ts";
import type { NewOccurrence, Occurrence } from "#cadence/occurrences.ts";
import type { DigestTeller } from "#cadence/teller.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import type { Runbook } from "#runbook.ts";
import { slackDigests } from "#slack/digest-teller.ts";
import type { Database } from "#store/schema.ts";

import { affiliateOps } from "../sandbox/open-sandbox.ts";
import type { TestStore } from "./open-store.ts";

type Trx = Transaction<Database>;

const tuesday = {
  from: "2026-10-13",
  to: "2026-10-13",
  span: "day",
  timezone: "America/New_York",
} as const;

export const payoutMismatch: Runbook = {
  id: "payout-mismatch",
  sha256: "0".repeat(64),
  text: "",
  title: "Affiliate payout mismatch",
  purpose: "Explains to the cent why payouts and commissions differ.",
  parameters: ["source", "window", "timezone", "currency", "program", "partner"],
  steps: [{ id: "compare", title: "Compare", kind: "compare" }],
};

/** A result; what is not said of it is that all is well. */
export function judged(check: string, changes: Partial<JudgedCheck> = {}): JudgedCheck {
  return {
    check,
    title: "All is well",
    source: "acme",
    program: null,
    period: tuesday,
    currency: "USD",
    runbook: "payout-mismatch",
    owner: null,
    exports: [],
    outcome: "pass",
    text: `${check} is as usual.`,
    metric: 1,
    expected: { from: 0, to: 2 },
    atRisk: "0",
    rows: [],
    ...changes,
  };
}

/** Occurrences as the engine would have them, without the engine: what is judged is given, the telling is real. */
export function digestsOf(
  store: TestStore,
  given: Partial<Pick<Parameters<typeof slackDigests>[0], "now" | "endpointDays">> = {},
) {
  const { now = () => DateTime.utc(), endpointDays = async () => [] } = given;
  const runbooks = new Map([[payoutMismatch.id, payoutMismatch]]);
  const teller: DigestTeller = slackDigests({ runbooks, now, endpointDays });
  const tell = async (trx: Trx, id: string, planned = 0): Promise<void> => {
    const occurrence = await lockOccurrence(trx, id);
    if (occurrence) await teller.changed(trx, occurrence, await judgedIn(trx, id), planned);
  };
  return {
    teller,
    retell: (trx: Trx, id: string) => tell(trx, id),
    /** An occurrence that begins now. */
    begin: (changes: Partial<NewOccurrence> = {}) =>
      store.transaction(async (trx) => {
        const id = await insertOccurrence(trx, {
          cadence: "daily",
          dueAt: now(),
          period: tuesday,
          channel: affiliateOps,
          status: "pending",
          late: null,
          ...changes,
        });
        if (id === null) throw new Error("it is there already");
        await markOccurrence(trx, id, "running", now().toJSDate());
        await tell(trx, id);
        return id;
      }),
    /** Somebody has it judged again. */
    again: (id: string, by: string) =>
      store.transaction(async (trx) => {
        await markAgain(trx, id, { at: now().toJSDate(), by });
        await tell(trx, id);
      }),
    /** Some checks are judged; so many are planned. */
    judge: (id: string, results: readonly JudgedCheck[], planned = results.length) =>
      store.transaction(async (trx) => {
        for (const one of results) await keepJudged(trx, id, one, now().toJSDate());
        await tell(trx, id, planned);
      }),
    end: (id: string, failure: string | null = null) =>
      store.transaction(async (trx) => {
        const status = failure === null ? "done" : "failed";
        await markOccurrence(trx, id, status, now().toJSDate(), failure);
        await tell(trx, id);
      }),
    occurrences: (): Promise<Occurrence[]> =>
      store.db.selectFrom("occurrence").selectAll().orderBy("id").execute(),
  };
}
