import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import type { Explanation } from "#model/explanation.ts";
import { october } from "../october.ts";
import { approved, explain, sale } from "./explained.ts";

const rates = [
  { date: "2026-10-01", from: "EUR", to: "USD", rate: "1.10" },
  { date: "2026-10-15", from: "EUR", to: "USD", rate: "1.20" },
];
const told = ({ causes }: Explanation) =>
  causes.map(({ cause, amount, rows, examples }) => [cause, amount, rows, examples[0]]);

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
