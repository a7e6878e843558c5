import { expect, test } from "vitest";

import { ConfigError, IncomparableError, UsageError } from "#errors.ts";
import compare from "#steps/compare.ts";
import { evidenceOf, explanationOf, inputOf, manifestOf, worldOf } from "./worlds.ts";

const settings = { reconciliation: "payout-mismatch" };
const collected = (more = {}) => ({
  status: "complete" as const,
  summary: "",
  report: [],
  evidence: [],
  exports: [manifestOf(more)],
});
const input = inputOf({
  old: collected({ name: "old payouts" }),
  payouts: collected({ name: "new payouts" }),
  commissions: collected({ name: "commissions", dataset: "commissions" }),
});

test("a gap is drawn, its causes listed by money, its records kept", async () => {
  const rows = evidenceOf("rows", "Offending records");
  const explanation = explanationOf();
  const world = worldOf({ rows, explanation });

  const outcome = await compare.run(settings, input, world);

  const chart = evidenceOf("chart", "payout-mismatch");
  const document = evidenceOf("explanation", "Gap explanation: payout-mismatch");
  expect(world.compared).toEqual(["commissions", "new payouts"]);
  expect(outcome).toEqual({
    status: "attention",
    summary: "Gap +13.25 USD, 2 causes",
    report: [
      { kind: "files", text: "The gap, cause by cause.", files: [chart] },
      {
        kind: "table",
        caption: "Causes of the gap of +13.25 USD",
        columns: [
          { title: "Cause", align: "left" },
          { title: "Amount in USD", align: "right" },
          { title: "Records", align: "right" },
          { title: "Examples", align: "left" },
        ],
        rows: [
          ["Expected: commissions", "$107.25", "2", ""],
          ["Paid although refunded", "+20.50", "2", "cm_2, cm_4"],
          ["Approved and not paid", "−7.25", "1", "cm_3"],
          ["Unexplained", "0.00", "", ""],
          ["Actual: payouts", "$120.50", "1", ""],
          ["Gap", "+13.25", "", ""],
        ],
      },
      { kind: "files", text: "Every offending record.", files: [rows] },
      { kind: "files", text: "The gap explanation.", files: [document] },
    ],
    evidence: [chart, rows, document],
    explanation,
    reconciliation: "payout-mismatch",
  });
});

test("a match draws nothing and is complete", async () => {
  const same = { amount: "10.00", currency: "USD", rows: 1 };
  const explanation = explanationOf({ expected: same, actual: same, gap: "0.00", causes: [] });

  const outcome = await compare.run(settings, input, worldOf({ explanation }));

  expect(outcome).toMatchObject({ status: "complete", summary: "Gap 0.00 USD, no cause" });
  expect(outcome.report).toEqual([
    {
      kind: "files",
      text: "The gap explanation.",
      files: [evidenceOf("explanation", "Gap explanation: payout-mismatch")],
    },
  ]);
});

test("what stays unexplained is said, also without any cause", async () => {
  const explanation = explanationOf({ causes: [], gap: "-41.03", unexplained: "-41.03" });

  expect(await compare.run(settings, input, worldOf({ explanation }))).toMatchObject({
    status: "attention",
    summary: "Gap −41.03 USD, no cause, −41.03 unexplained",
  });
});

test("nothing on either side is not a match", async () => {
  const none = { amount: "0.00", currency: "USD", rows: 0 };
  const explanation = explanationOf({ expected: none, actual: none, gap: "0.00", causes: [] });

  expect(await compare.run(settings, input, worldOf({ explanation }))).toMatchObject({
    status: "attention",
    summary: "No records on either side",
  });
});

test("a card with a value and no record behind it is a gap, not nothing", async () => {
  const none = { amount: "0.00", currency: "USD", rows: 0 };
  const card = { ...none, amount: "12.00" };
  const gap = { gap: "-12.00", causes: [], unexplained: "-12.00" };
  const explanation = explanationOf({ expected: card, actual: none, ...gap });

  expect(await compare.run(settings, input, worldOf({ explanation }))).toMatchObject({
    status: "attention",
    summary: "Gap −12.00 USD, no cause, −12.00 unexplained",
  });
});

test("a comparison of counts has no currency", async () => {
  const count = (amount: string) => ({ amount, currency: null, rows: Number(amount) });
  const explanation = explanationOf({
    expected: count("12"),
    actual: count("9"),
    gap: "-3",
    causes: [{ cause: "rounding", amount: "-3", rows: 3, examples: [] }],
    unexplained: "0",
  });

  const outcome = await compare.run(settings, input, worldOf({ explanation }));

  expect(outcome.summary).toBe("Gap −3, 1 cause");
  expect(outcome.report[1]).toMatchObject({ caption: "Causes of the gap of −3" });
});

test("a finding of the comparison is said, one of reading the exports not again", async () => {
  const known = { id: "repeated_id", severity: "warn", message: "known", rows: 1 } as const;
  const fresh = { id: "wrong_payee", severity: "fail", message: "fresh", rows: 1 } as const;
  const same = { amount: "10.00", currency: "USD", rows: 1 };
  const explanation = explanationOf({
    expected: same,
    actual: same,
    gap: "0.00",
    causes: [],
    findings: [known, fresh],
  });
  const outcomes = {
    payouts: collected({ findings: [known] }),
    commissions: collected({ dataset: "commissions" }),
  };

  const outcome = await compare.run(settings, inputOf(outcomes), worldOf({ explanation }));

  expect(outcome.status).toBe("attention");
  expect(outcome.report.filter(({ kind }) => kind === "text")).toEqual([
    { kind: "text", text: "fresh" },
  ]);
});

test("the rates it converted at are part of the evidence", async () => {
  const rates = [evidenceOf("rates", "rates.csv")];

  const { evidence, report } = await compare.run(settings, input, worldOf({ rates }));

  expect(evidence.map(({ kind }) => kind)).toEqual(["chart", "rates", "explanation"]);
  expect(report.at(-1)).toMatchObject({ text: "The rates converted at, the gap explanation." });
});

test("a side that was not collected is the runbook's fault, with the step to add", async () => {
  const outcomes = { commissions: collected({ dataset: "commissions" }) };
  const refused = compare.run(settings, inputOf(outcomes), worldOf({}));

  await expect(refused).rejects.toThrow(ConfigError);
  await expect(refused).rejects.toThrow(
    "Runbook drill compares payout-mismatch without payouts: put a step of kind collect with dataset: payouts before it.",
  );
});

test("what would explain a card is listed below the causes, or that nothing would", async () => {
  const hypotheses = [
    { changes: { statuses: "approved,pending", timezone: "UTC" }, value: "120.5" },
    { changes: { currency: "par", duplicates: "once" }, value: "120.5" },
  ];
  const found = worldOf({ explanation: explanationOf({ hypotheses }) });
  const vain = worldOf({
    explanation: explanationOf({ causes: [], unexplained: "13.25", hypotheses: [] }),
  });

  expect((await compare.run(settings, input, found)).report[2]).toEqual({
    kind: "table",
    caption: "What would explain the card",
    columns: [
      { title: "Change of context", align: "left" },
      { title: "Gives", align: "right" },
    ],
    rows: [
      ["statuses approved, pending; timezone UTC", "$120.50"],
      ["foreign amounts at par; repeated orders counted once", "$120.50"],
    ],
  });
  expect((await compare.run(settings, input, vain)).report[2]).toMatchObject({
    kind: "text",
    text: expect.stringMatching(/^No change of scope/),
  });
});

test("what is optional is not compared where a side is not available, and that is said", async () => {
  const outcomes = { commissions: collected({ dataset: "commissions" }) };
  const optional = { ...settings, optional: true };

  expect(await compare.run(optional, inputOf(outcomes), worldOf({}))).toEqual({
    status: "skipped",
    summary: "Not compared: payouts not available from acme",
    report: [],
    evidence: [],
  });
});

test("what cannot be compared as asked asks for attention, and ends the run only where it is not optional", async () => {
  const world = {
    ...worldOf({}),
    reconcile: () => Promise.reject(new UsageError("No rate for EUR.", ["currency"])),
  };

  expect(await compare.run({ ...settings, optional: true }, input, world)).toMatchObject({
    status: "attention",
    summary: "Not compared: No rate for EUR.",
  });
  await expect(compare.run(settings, input, world)).rejects.toThrow("No rate for EUR.");
});

test("unlike is never compared with unlike, not even where the comparison is optional", async () => {
  const unlike = new IncomparableError("It differs in timezone.", ["timezone"]);
  const world = { ...worldOf({}), reconcile: () => Promise.reject(unlike) };

  await expect(compare.run({ ...settings, optional: true }, input, world)).rejects.toBe(unlike);
});

test("what it is only compared with must be there too, unless a person read the card off", async () => {
  const outcomes = { events: collected({ dataset: "events" }) };
  const analytics = { reconciliation: "sparse-analytics", with: "cards" as const };
  const read = { value: "41", metric: null, tab: "clicks" } as const;

  expect(await compare.run(analytics, inputOf(outcomes), worldOf({}))).toMatchObject({
    status: "skipped",
    summary: "Not compared: cards not available from acme",
  });
  const compared = await compare.run(analytics, inputOf(outcomes, { card: read }), worldOf({}));
  expect(compared.reconciliation).toBe("sparse-analytics");
});
