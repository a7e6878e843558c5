import * as fc from "fast-check";
import { DateTime } from "luxon";

import { digestOf } from "#cadence/digest.ts";
import type { Occurrence } from "#cadence/occurrences.ts";
import { isOf } from "#cadence/snoozes.ts";
import type { CheckMark } from "#cadence/snoozes.ts";
import type { EndpointDay } from "#model/endpoint-day.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import type { Board } from "#slack/board.ts";
import type { ToldDigest } from "#slack/digest-state.ts";

import { hostileText } from "./hostile-runs.ts";

const number = fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(0, 0.1, 1e15));
const end = fc.option(number);
const person = fc.constantFrom("U0MAYA0001", "U0TOMAS002", "U0INES0005", "W0JONAS004");
const amount = fc.nat(2_000_000_000).map((cents) => (cents / 100).toFixed(2));
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
const file = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,199}$/);

const periods = [
  { from: "2026-10-13", to: "2026-10-13", span: "day", timezone: "America/New_York" },
  { from: "2026-10-19", to: "2026-10-25", span: "week", timezone: "UTC" },
  { from: "2026-10-01", to: "2026-10-31", span: "month", timezone: "Asia/Kolkata" },
  { from: "2026-10-02", to: "2026-10-09", span: "days", timezone: "UTC" },
] as const;

const judged: fc.Arbitrary<JudgedCheck> = fc.record({
  outcome: fc.constantFrom("pass", "warn", "fail", "no_data", "not_available", "error"),
  text: hostileText,
  metric: end,
  unit: hostileText,
  expected: fc.record({ from: end, to: end }),
  atRisk: amount,
  rows: fc.array(fc.dictionary(hostileText, fc.option(hostileText)), { maxLength: 3 }),
  trend: fc.array(number, { maxLength: 30, size: "max" }),
  check: fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,60}$/), fc.constant("c".repeat(400))),
  title: hostileText,
  source: fc.stringMatching(/^[a-z][a-z0-9_-]{0,80}$/),
  program: fc.option(hostileText),
  period: fc.constantFrom(...periods),
  currency: fc.constantFrom("USD", "JPY", "KWD"),
  runbook: fc.constantFrom("payout-mismatch", "gone"),
  owner: fc.option(person),
  exports: fc.array(fc.record({ name: file, sha256, rows: fc.nat() }), { maxLength: 8 }),
  files: fc.array(
    fc.record({
      kind: fc.constantFrom("chart", "rows"),
      file,
      title: hostileText,
      sha256,
      bytes: fc.nat({ max: 3_000_000_000 }),
      rows: fc.constant(null),
    }),
    { maxLength: 3 },
  ),
});

const occurrence: fc.Arbitrary<Occurrence> = fc.record({
  id: fc.constant("01M7YKG6SMVWVTAA9M36YAQDT8"),
  cadence: fc.constantFrom("daily", "weekly", "monthly", "x".repeat(300)),
  due_at: fc.constant(new Date(0)),
  period: fc.constantFrom(...periods),
  only_check: fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,60}$/)),
  only_source: fc.constant(null),
  asked_by: fc.option(person),
  channel: fc.constant("C0AFFILOPS"),
  thread: fc.constant(null),
  late: fc.option(hostileText),
  status: fc.constantFrom("pending", "running", "done", "failed"),
  failure: fc.option(hostileText),
  again_at: fc.option(fc.constant(new Date(1e12))),
  again_by: fc.option(person),
  started_at: fc.constant(null),
  finished_at: fc.constant(null),
});

const said = fc.record({
  kind: fc.constantFrom<CheckMark["kind"]>(
    ...(["acknowledge", "assign", "snooze", "useful", "noise", "run"] as const),
  ),
  by: person,
  assignee: person,
});

const share = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const milliseconds = fc.oneof(fc.constant(0), fc.nat(2_592_000_000));
const endpointDay: fc.Arbitrary<EndpointDay> = fc.record({
  endpoint: fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,60}$/), fc.constant("e".repeat(400))),
  uptime: fc.option(share),
  p95: fc.option(milliseconds),
  incidents: fc.nat({ max: 3 }),
  excused: milliseconds,
  objective: fc.constantFrom(99, 99.9, 99.99),
  budget: fc.record({ allowed: fc.integer({ min: 1, max: 1e9 }), used: milliseconds }),
  lost: fc.array(
    fc.record({
      amount,
      currency: fc.constantFrom("USD", "JPY", "KWD"),
      of: fc.constantFrom("commission", "revenue"),
    }),
    { maxLength: 5 },
  ),
});

/** Digests of up to as many results as a team with many programs has, in every state. */
export const hostileDigest: fc.Arbitrary<ToldDigest> = fc
  .record({
    occurrence,
    all: fc.array(judged, { maxLength: 60, size: "max" }),
    planned: fc.nat({ max: 200 }),
    marks: fc.array(fc.tuple(fc.nat(), said), { maxLength: 120, size: "max" }),
    endpoints: fc.array(endpointDay, { maxLength: 1000, size: "max" }),
  })
  .map(({ occurrence: of, all, planned, marks, endpoints }) => {
    const results = [
      ...new Map(
        all.map((one) => [JSON.stringify([one.check, one.source, one.program]), one]),
      ).values(),
    ];
    const made = marks.flatMap(([at, { kind, by, assignee }], id): CheckMark[] => {
      const on = results[at % Math.max(results.length, 1)];
      if (!on) return [];
      return [
        {
          id,
          kind,
          by,
          check_id: on.check,
          span: on.period.span,
          source: on.source,
          program: on.program ?? "",
          occurrence_id: of.id,
          at: new Date(id),
          assignee: kind === "assign" ? assignee : null,
          until: kind === "snooze" ? new Date(1e12) : null,
          run_id: null,
          ended_at: null,
        },
      ];
    });
    return { ...toldOf(of, results, made, planned), endpoints };
  });

/** Boards of all these results, each snoozed or not, with as many cadences as a team may have. */
export const hostileBoard: fc.Arbitrary<Board> = fc
  .tuple(hostileDigest, fc.array(hostileText, { maxLength: 30, size: "max" }))
  .map(([{ judged: all, snoozeOn }, cadences]) => ({
    outcomes: all.map((one) => ({ judged: one, snooze: snoozeOn(one), at: null })),
    due: cadences.map((cadence) => ({ cadence, at: DateTime.fromMillis(0) })),
    timezone: "UTC",
  }));

/** What a digest tells of results and what was said to them, all snoozes its own. */
function toldOf(
  of: Occurrence,
  judgedChecks: readonly JudgedCheck[],
  marks: readonly CheckMark[] = [],
  planned = judgedChecks.length,
): ToldDigest {
  const marksOn = (one: JudgedCheck) => marks.filter((mark) => isOf(one, mark));
  const snoozeOn = (one: JudgedCheck) =>
    marksOn(one).findLast(({ kind }) => kind === "snooze") ?? null;
  const { wrong, silent } = digestOf(judgedChecks, () => false);
  const runbook = { id: "payout-mismatch", title: "Affiliate payout mismatch", parameters: [] };
  return {
    occurrence: of,
    judged: judgedChecks,
    planned: Math.max(planned, judgedChecks.length),
    digest: digestOf(judgedChecks, (one) => snoozeOn(one) !== null),
    findings: [...wrong, ...silent],
    marksOn,
    snoozeOn,
    endpoints: [],
    runbooks: new Map([[runbook.id, runbook]]),
  };
}
