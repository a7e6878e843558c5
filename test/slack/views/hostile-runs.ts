import * as fc from "fast-check";

import type { CauseId } from "#model/causes.ts";
import { causes } from "#model/causes.ts";
import { evidenceKinds } from "#model/evidence-item.ts";
import type { Explanation } from "#model/explanation.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Answer, AnswerAction, Prompt } from "#model/prompt.ts";
import type { EvidenceFile, ReportItem } from "#model/report.ts";
import type { Roles } from "#model/roles.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { StepOutcome } from "#step.ts";

/** Texts as platforms and people never should write them: markup, half characters, control characters, very long. */
export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 40 }) },
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom(
    "",
    " ",
    "<!channel> <@U1> <https://example.com|click>",
    "a & b < c > d",
    "```\n*_~`",
    "\u0000\uD800 half",
    "🧾".repeat(2000),
    "&<>".repeat(2000),
    "line\n".repeat(800),
    "x".repeat(20_000),
  ),
);

const amount = fc
  .integer({ min: -2_000_000_000, max: 2_000_000_000 })
  .map((cents) => (cents / 100).toFixed(2));
const count = fc.nat({ max: 10_000_000 });

const evidence: fc.Arbitrary<EvidenceFile> = fc.record({
  kind: fc.constantFrom(...evidenceKinds),
  file: fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,199}$/),
  title: hostileText,
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
  bytes: fc.nat({ max: 3_000_000_000 }),
  rows: fc.option(count),
});

export const reportItem: fc.Arbitrary<ReportItem> = fc.oneof(
  fc.record({ kind: fc.constant("text"), text: hostileText }),
  fc.record({
    kind: fc.constant("facts"),
    title: hostileText,
    facts: fc.array(fc.tuple(hostileText, hostileText), { maxLength: 120, size: "max" }),
  }),
  fc.record({
    kind: fc.constant("files"),
    text: hostileText,
    files: fc.array(evidence, { maxLength: 30, size: "max" }),
  }),
  fc.record({
    kind: fc.constant("table"),
    caption: hostileText,
    columns: fc.array(fc.record({ title: hostileText, align: fc.constantFrom("left", "right") }), {
      maxLength: 30,
    }),
    rows: fc.array(fc.array(hostileText, { maxLength: 30, size: "max" }), {
      maxLength: 150,
      size: "max",
    }),
  }),
  fc.record({
    kind: fc.constant("actions"),
    title: hostileText,
    actions: fc.array(fc.record({ reason: hostileText, action: hostileText }), {
      maxLength: 60,
      size: "max",
    }),
  }),
);

const side = fc.record({ amount, currency: fc.constantFrom("USD", "JPY", "KWD"), rows: count });
const finding = fc.record({
  id: fc.constant("repeated_id"),
  severity: fc.constantFrom("info", "warn", "fail"),
  message: hostileText,
  rows: count,
});
const explanation: fc.Arbitrary<Explanation> = fc.record({
  expected: side,
  actual: side,
  gap: amount,
  causes: fc.uniqueArray(
    fc.record({
      cause: fc.constantFrom(...(Object.keys(causes) as CauseId[])),
      amount,
      rows: count,
      examples: fc.array(hostileText, { maxLength: 5 }),
    }),
    { selector: ({ cause }) => cause },
  ),
  unexplained: amount,
  findings: fc.array(finding, { maxLength: 30, size: "max" }),
});

const outcome: fc.Arbitrary<StepOutcome> = fc.record(
  {
    status: fc.constantFrom("complete", "attention", "failed"),
    summary: hostileText,
    report: fc.constant([]),
    evidence: fc.constant([]),
    explanation,
  },
  { requiredKeys: ["status", "summary", "report", "evidence"] },
);

const scope = fc.option(hostileText);
const context: fc.Arbitrary<FilterContext> = fc.record({
  from: fc.constant("2026-10-01"),
  to: fc.constantFrom("2026-10-31", "2026-10-07"),
  timezone: fc.constant("America/Argentina/ComodRivadavia"),
  workspace: scope,
  campaign: scope,
  link: scope,
  program: scope,
  partner: scope,
  statuses: fc.option(fc.array(hostileText, { maxLength: 20, size: "max" })),
  currency: fc.constant("USD"),
  date_basis: fc.constantFrom("event", "approved", "paid"),
  cost_model: fc.option(hostileText),
});

/** Questions as a runbook's author and a run's data might put them. */
export const hostilePrompt: fc.Arbitrary<Prompt> = fc.record({
  actions: fc.uniqueArray(
    fc.constantFrom<AnswerAction>("confirm", "reject", "answer", "approve", "skip", "hand_over"),
    { minLength: 1 },
  ),
  text: hostileText,
  field: fc.option(
    fc.record({
      label: hostileText,
      type: fc.constantFrom("text", "number", "date", "choice"),
      choices: fc.array(hostileText, { maxLength: 120, size: "max" }),
    }),
  ),
  role: fc.option(fc.constantFrom("finance", "nobody")),
  excludesRequester: fc.boolean(),
  assignee: fc.option(fc.constant("U0TOMAS002")),
  reminders: fc.nat({ max: 5 }),
  progress: fc.option(hostileText),
});

export const hostileAnswer: fc.Arbitrary<Answer> = fc.record({
  action: fc.constantFrom("confirm", "reject", "answer", "approve", "skip", "hand_over"),
  by: fc.constant("U0TOMAS002"),
  at: fc.constant("2026-11-21T12:00:00.000Z"),
  value: fc.option(hostileText),
  reason: fc.option(hostileText),
  evidence: fc.constant("0".repeat(64)),
});

export const hostileRoles: fc.Arbitrary<Roles> = fc
  .record({
    name: fc.oneof(fc.constant("finance"), hostileText),
    users: fc.array(fc.constantFrom("U0TOMAS002", "U0MAYA0001"), { maxLength: 9 }),
    groups: fc.array(fc.constantFrom("S0FINANCE1", "S0OPS00001"), { maxLength: 9 }),
  })
  .map(({ name, ...people }) => {
    return new Map([[name, { ...people, channels: [], may: ["answer", "approve"], runbooks: [] }]]);
  });

const pause = fc.record({
  status: fc.constant("waiting"),
  summary: hostileText,
  prompt: fc.option(hostilePrompt),
  until: fc.constant(null),
  memory: fc.constant(null),
});

const step = fc.record({
  step_id: fc.stringMatching(/^[a-z]{1,60}$/),
  title: fc.string({ minLength: 1, maxLength: 120 }),
  kind: fc.constant("collect"),
  status: fc.constantFrom(
    ...(["pending", "running", "waiting", "complete", "attention", "failed", "skipped"] as const),
  ),
  started_at: fc.constant(null),
  finished_at: fc.constant(null),
  outcome: fc.option(outcome),
  pause: fc.option(pause),
  wake_at: fc.constant(null),
});

/** Runs in every state, with up to as many steps as a runbook may have. */
export const runWithSteps: fc.Arbitrary<{ run: Run; steps: RunStep[] }> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 40, size: "max" }),
    title: fc.string({ minLength: 1, maxLength: 150 }),
    source: fc.stringMatching(/^[a-z][a-z0-9_-]{0,80}$/),
    context,
    status: fc.constantFrom(...(["running", "finished", "failed", "canceled"] as const)),
    verdict: fc.option(
      fc.constantFrom(...(["match", "explained", "unexplained", "no_data", "refused"] as const)),
    ),
    failure: fc.option(hostileText),
  })
  .map(({ steps, title, ...rest }) => {
    const definition = {
      id: "payout-mismatch",
      sha256: "0".repeat(64),
      text: "",
      title,
      purpose: title,
      parameters: ["source" as const],
      steps: steps.map(({ step_id: id, title: name, kind }) => ({ id, title: name, kind })),
    };
    const run: Run = {
      ...rest,
      definition,
      id: "01M7YKG6SMVWVTAA9M36YAQDT8",
      runbook: "payout-mismatch",
      runbook_sha256: definition.sha256,
      requested_by: "U0MAYA0001",
      channel: "C0AFFILOPS",
      thread: null,
      card: { value: null, metric: null, tab: null },
      created_at: new Date(0),
      finished_at: null,
    };
    return {
      run,
      steps: steps.map((each, position) => ({ ...each, position, run_id: run.id })),
    };
  });

/** A step that has asked this. */
export function askedBy(step: RunStep, prompt: Prompt): RunStep {
  const pause = { status: "waiting", summary: "", prompt, until: null, memory: null } as const;
  return { ...step, pause };
}
