import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import type { Explanation } from "#model/explanation.ts";
import { verdictSentence } from "#model/verdict-sentence.ts";
import { october } from "../october.ts";
import { approved, explain, offending, sale } from "./explained.ts";

const rates = [
  { date: "2026-10-01", from: "EUR", to: "USD", rate: "1.10" },
  { date: "2026-10-15", from: "EUR", to: "USD", rate: "1.20" },
];
const told = ({ causes }: Explanation) =>
  causes.map(({ cause, amount, rows, examples }) => [cause, amount, rows, examples[0]]);

test("conversions that are exactly what the dashboard counts are a match", async () => {
  const explanation = await explain({ conversions: [approved], events: [sale], card: "10.00" });

  expect(explanation).toMatchObject({
    expected: { amount: "10.00", currency: "USD", rows: 1 },
    actual: { amount: "10.00", currency: "USD", rows: 1 },
    gap: "0.00",
    causes: [],
    unexplained: "0.00",
    findings: [],
  });
  expect(verdictSentence(explanation)).toBe(
    "Approved conversions match the dashboard's revenue: $10.00 in 1 sale event, no cause, no finding.",
  );
});

test("no conversion, no event and a card of nothing is no data, not a match", async () => {
  expect(verdictOf(await explain({ card: "0" }))).toBe("no_data");
  expect(verdictOf(await explain({ card: "12.00" }))).toBe("unexplained");
});

test("what the events do not add up to stays unexplained", async () => {
  const explanation = await explain({ conversions: [approved], events: [sale], card: "13.25" });

  expect(explanation).toMatchObject({ gap: "-3.25", causes: [], unexplained: "-3.25" });
  expect(verdictSentence(explanation)).toBe(
    "Approved conversions are $3.25 below the dashboard's revenue: unexplained −3.25.",
  );
});

test("the first midnight of a day that clocks give two is where the window ends", async () => {
  // Havana leaves summer time at 01:00 on 1 November 2026: midnight comes at 04:00Z and again at 05:00Z.
  const context = { ...october, timezone: "America/Havana" };
  const at = (time: string) => ({
    conversions: [{ ...approved, occurred_at: time }],
    events: [],
    card: "0",
  });

  expect((await explain(at("2026-11-01T03:59:59Z"), context)).actual.rows).toBe(1);
  expect((await explain(at("2026-11-01T04:00:00Z"), context)).actual.rows).toBe(0);
});

test("where the events do not add up to the card, the contexts in which the conversions do are told", async () => {
  const pending = { ...approved, conversion_id: "cv_2", status: "pending", amount: "5.00" };
  const given = { conversions: [approved, pending], events: [sale] };

  const explanation = await explain({ ...given, card: "15.00" });
  expect(explanation).toMatchObject({ gap: "-5.00", causes: [], unexplained: "-5.00" });
  expect(explanation.hypotheses).toEqual([
    { changes: { statuses: "approved,pending" }, value: "15.00" },
  ]);

  const { hypotheses } = await explain({ ...given, card: "15.01" });
  expect(hypotheses).toEqual([]);
  expect(await explain({ ...given, card: "10.00" })).not.toHaveProperty("hypotheses");
});

test("both convert at the rate of their own day, rounded to the cent", async () => {
  const foreign = { ...approved, amount: "10.05", currency: "EUR" };
  const early = { ...sale, amount: "10.05", currency: "EUR", occurred_at: "2026-10-14T12:00:00Z" };

  const same = await explain({ conversions: [foreign], events: [early], card: "11.06", rates });
  expect(same).toMatchObject({ actual: { amount: "11.06" }, gap: "0.00", causes: [] });

  const later = { ...early, occurred_at: "2026-10-16T12:00:00Z" };
  const other = await explain({ conversions: [foreign], events: [later], card: "12.06", rates });
  expect(told(other)).toEqual([["amount_differs", "-1.00", 1, "cv_1"]]);
});

test("offsetting errors are explained, not a match", async () => {
  const explanation = await explain({
    conversions: [approved, { ...approved, conversion_id: "cv_2", status: "fraud" }],
    events: [{ ...sale, conversion_id: "cv_2" }],
    card: "10.00",
  });

  expect(explanation.gap).toBe("0.00");
  expect(verdictOf(explanation)).toBe("explained");
});

test("a foreign amount that counts and has no rate is refused by the currency's name", async () => {
  const krone = { ...approved, currency: "NOK" };
  const given = { card: "0", rates };

  await expect(explain({ ...given, conversions: [krone] })).rejects.toThrow(
    "No rate from NOK to USD",
  );
  await expect(explain({ ...given, events: [{ ...sale, currency: "NOK" }] })).rejects.toThrow(
    "No rate from NOK to USD",
  );
  const pending = { ...krone, status: "pending" };
  expect((await explain({ ...given, conversions: [pending] })).gap).toBe("0.00");
});

test("currencies of events that are no sales do not matter", async () => {
  const points = { ...sale, type: "lead", currency: "POINTS" };

  expect((await explain({ events: [points], card: "0" })).causes).toEqual([]);
});

test("a scope that events cannot be filtered by is refused", async () => {
  await expect(explain({ card: "0" }, { ...october, program: "prg_1" })).rejects.toThrow(
    "The events dataset has no program",
  );
});

test("columns of theirs never stand where ours are meant", async () => {
  const names = "counts counted in_scope in_window further amount_1 original_amount day rate e c";
  const theirs = Object.fromEntries(names.split(" ").map((name) => [name, "true"]));

  const explanation = await explain({
    conversions: [{ ...approved, ...theirs, currency: "EUR" }],
    events: [{ ...sale, ...theirs }],
    card: "10.00",
    rates,
  });

  expect(told(explanation)).toEqual([["currency_not_converted", "1.00", 1, "cv_1"]]);
});

test("the file of offending records shows both sides of each", async () => {
  const rows = await offending({
    conversions: [approved],
    events: [{ ...sale, amount: "4.5", campaign_id: "=cmd" }],
    card: "4.50",
  });

  expect(rows).toEqual([
    expect.objectContaining({
      cause: "amount_differs",
      contribution: "5.50",
      record: "conversion",
      id: "cv_1",
      event_id: "ev_1",
      event_campaign_id: "'=cmd",
      conversion_amount: "10.00",
      event_amount: "4.50",
      event_dated: "2026-10-10T12:00:00Z",
    }),
  ]);
});
