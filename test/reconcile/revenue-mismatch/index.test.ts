import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import type { Explanation } from "#model/explanation.ts";
import { verdictSentence } from "#model/verdict-sentence.ts";
import { approved, explain, october, offending, sale } from "./explained.ts";

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

test("an event whose conversion is not there, or that names none, is a missing conversion", async () => {
  const nameless = { ...sale, event_id: "ev_2", conversion_id: null, amount: "2.50" };

  const explanation = await explain({ events: [sale, nameless], card: "12.50" });

  expect(told(explanation)).toEqual([["missing_conversion", "-12.50", 2, "ev_1"]]);
  expect(explanation).toMatchObject({ gap: "-12.50", unexplained: "0.00" });
});

test("an approved conversion without a sale event is a missing event, whatever else happened", async () => {
  const click = { ...sale, type: "click" };
  const lead = { ...sale, event_id: "ev_2", type: "lead" };

  const explanation = await explain({
    conversions: [approved],
    events: [click, lead],
    card: "0.00",
  });

  expect(told(explanation)).toEqual([["missing_event", "10.00", 1, "cv_1"]]);
});

test("a conversion that counts nowhere needs no event", async () => {
  const pending = { ...approved, status: "pending" };
  const early = { ...approved, conversion_id: "cv_2", occurred_at: "2026-09-10T12:00:00Z" };

  const explanation = await explain({ conversions: [pending, early], card: "0" });

  expect(explanation).toMatchObject({ gap: "0.00", causes: [] });
});

test.each(["pending", "refunded", "chargeback", "rejected", "fraud"])(
  "an event of a %s conversion is counted for nothing, wherever the conversion stands",
  async (status) => {
    const elsewhere = {
      ...approved,
      conversion_id: "cv_2",
      status,
      campaign_id: "cmp_2",
      occurred_at: "2026-09-01",
      amount: "1.00",
    };

    const explanation = await explain(
      {
        conversions: [{ ...approved, status }, elsewhere],
        events: [sale, { ...sale, event_id: "ev_2", conversion_id: "cv_2" }],
        card: "20.00",
      },
      { ...october, campaign: "cmp_1" },
    );

    expect(told(explanation)).toEqual([[`${status}_counted`, "-20.00", 2, "cv_1"]]);
    expect(verdictOf(explanation)).toBe("explained");
  },
);

test("a conversion of unknown status has no cause, and is said", async () => {
  const explanation = await explain({
    conversions: [{ ...approved, status: null, source_status: "odd" }],
    events: [sale],
    card: "10.00",
  });

  expect(explanation).toMatchObject({ gap: "-10.00", causes: [], unexplained: "-10.00" });
  expect(explanation.findings).toMatchObject([{ id: "unexplained_records", severity: "fail" }]);
});

test("of several events the first is the conversion's, each other a duplicate, also where the first does not count", async () => {
  const again = { ...sale, event_id: "ev_0", occurred_at: "2026-10-11T12:00:00Z" };
  const same = { ...sale, event_id: "ev_2", amount: "9.00" };
  const twice = { conversions: [approved], events: [again, same, sale], card: "29.00" };
  const before = { ...sale, event_id: "ev_3", occurred_at: "2026-09-10T12:00:00Z" };

  expect(told(await explain(twice))).toEqual([["duplicate", "-19.00", 2, "ev_0"]]);
  expect(
    told(await explain({ conversions: [approved], events: [before, sale], card: "10.00" })),
  ).toEqual([
    ["duplicate", "-10.00", 1, "ev_1"],
    ["date_differs", "10.00", 1, "cv_1"],
  ]);
});

test("further events of a conversion that is not there are duplicates, those of none are not", async () => {
  const again = { ...sale, event_id: "ev_2" };
  const none = { ...sale, conversion_id: null };

  expect(told(await explain({ events: [sale, again], card: "20.00" }))).toEqual([
    ["duplicate", "-10.00", 1, "ev_2"],
    ["missing_conversion", "-10.00", 1, "ev_1"],
  ]);
  expect(
    told(await explain({ events: [none, { ...none, event_id: "ev_2" }], card: "20.00" })),
  ).toEqual([["missing_conversion", "-20.00", 2, "ev_1"]]);
});

test("in one scope only is told before any date, either way", async () => {
  const elsewhere = { ...sale, campaign_id: "cmp_2", occurred_at: "2026-09-01" };
  const other = { ...approved, conversion_id: "cv_2", campaign_id: null, amount: "3.00" };

  const explanation = await explain(
    {
      conversions: [approved, other],
      events: [elsewhere, { ...sale, event_id: "ev_2", conversion_id: "cv_2", amount: "3.00" }],
      card: "3.00",
    },
    { ...october, campaign: "cmp_1" },
  );

  expect(told(explanation)).toEqual([["out_of_scope", "7.00", 2, "cv_1"]]);
});

test("out of scope on both sides counts nowhere", async () => {
  const explanation = await explain(
    { conversions: [approved], events: [{ ...sale, amount: "7.00" }], card: "0" },
    { ...october, campaign: "cmp_2" },
  );

  expect(explanation).toMatchObject({ gap: "0.00", causes: [] });
});

test("the same instant counted on one side only is a timezone boundary, another one a date that differs", async () => {
  const instant = "2026-11-01T01:00:00Z";
  const last = { ...approved, occurred_at: instant };
  const cards = [
    {
      metric: "revenue",
      value: "0",
      window_start: "2026-10-01",
      window_end: "2026-10-31",
      timezone: "utc",
    },
  ];
  const given = { conversions: [last], cards };

  // 21:00 on 31 October in New York, where conversions are read; 1 November in UTC, where the card is.
  const same = await explain({ ...given, events: [{ ...sale, occurred_at: instant }] });
  const other = await explain({
    ...given,
    events: [{ ...sale, occurred_at: "2026-11-01T01:00:01Z" }],
  });

  expect(told(same)).toEqual([["timezone_boundary", "10.00", 1, "cv_1"]]);
  expect(told(other)).toEqual([["date_differs", "10.00", 1, "cv_1"]]);
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

test("a calendar date is never shifted, and is the same as an instant on that day", async () => {
  const date = { ...approved, occurred_at: "2026-10-31" };
  const night = { ...sale, occurred_at: "2026-11-01T02:00:00Z" };
  const card = { metric: "revenue", value: "0", timezone: "UTC" };
  const cards = [{ ...card, window_start: "2026-10-01", window_end: "2026-10-31" }];

  expect((await explain({ conversions: [date], card: "0" })).actual.rows).toBe(1);
  expect(told(await explain({ conversions: [date], events: [night], cards }))).toEqual([
    ["timezone_boundary", "10.00", 1, "cv_1"],
  ]);
  const next = { ...night, occurred_at: "2026-11-02T02:00:00Z" };
  expect(told(await explain({ conversions: [date], events: [next], cards }))).toEqual([
    ["date_differs", "10.00", 1, "cv_1"],
  ]);
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

test("the same number in the reporting currency is a currency not converted", async () => {
  const foreign = { ...approved, currency: "EUR" };
  const given = { conversions: [foreign], card: "10.00", rates };

  expect(told(await explain({ ...given, events: [sale] }))).toEqual([
    ["currency_not_converted", "1.00", 1, "cv_1"],
  ]);
  expect(
    told(await explain({ ...given, events: [{ ...sale, amount: "9.00" }], card: "9.00" })),
  ).toEqual([["amount_differs", "2.00", 1, "cv_1"]]);
});

test("an event without an amount differs by all of it, and is said", async () => {
  const explanation = await explain({
    conversions: [approved],
    events: [{ ...sale, amount: null }],
    card: "0",
  });

  expect(told(explanation)).toEqual([["amount_differs", "10.00", 1, "cv_1"]]);
  expect(explanation.findings).toMatchObject([{ id: "sale_without_amount", rows: 1 }]);
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
