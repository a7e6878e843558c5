import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import { approved, explain, sale } from "./explained.ts";

const given = { conversions: [approved], events: [sale], card: "10.00" };

test("event types nobody knows are said, whatever their case", async () => {
  const { causes, findings } = await explain({
    ...given,
    events: [
      { ...sale, type: "Sale" },
      { ...sale, event_id: "ev_2", type: "purchase" },
    ],
  });

  expect(causes).toEqual([]);
  expect(findings).toMatchObject([{ id: "unknown_event_type", severity: "warn", rows: 1 }]);
});

test("an event that names no currency is taken for the reporting one, and is said", async () => {
  const explanation = await explain({ ...given, events: [{ ...sale, currency: null }] });

  expect(explanation).toMatchObject({
    gap: "0.00",
    causes: [],
    findings: [{ id: "sale_without_currency", severity: "warn", rows: 1 }],
  });
});

test("a currency column that is missing is not one that is empty", async () => {
  const { findings } = await explain({
    ...given,
    events: [{ ...sale, currency: null }],
    available: ["event_id", "type", "occurred_at", "conversion_id", "amount"],
  });

  expect(findings).toMatchObject([{ id: "not_available_event_currency", severity: "warn" }]);
});

test.each([
  ["conversion_id", ["event_id", "type", "occurred_at", "amount", "currency"]],
  ["amount", ["event_id", "type", "occurred_at", "conversion_id", "currency"]],
])(
  "without the column %s no cause is named, and the gap stays unexplained",
  async (column, available) => {
    const explanation = await explain({
      ...given,
      events: [{ ...sale, [column]: null }],
      card: "12.00",
      available,
    });

    expect(explanation).toMatchObject({
      gap: "-2.00",
      causes: [],
      unexplained: "-2.00",
    });
    expect(explanation.findings[0]).toMatchObject({ id: "not_available_events", severity: "fail" });
    expect(verdictOf(explanation)).toBe("unexplained");
  },
);

test("without those columns an equal total is not a match either", async () => {
  const available = ["event_id", "type", "occurred_at"];

  expect(verdictOf(await explain({ ...given, available }))).toBe("explained");
});
