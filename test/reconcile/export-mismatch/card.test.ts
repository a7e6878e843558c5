import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import { another, card, causesIn, explain, sold } from "./explained.ts";

const conversions = [sold];

test("no cards export and no card given is refused with how to give one", async () => {
  const refused = explain({ conversions, cards: null });

  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow("give it as card=12400.00 (--card 12400.00)");
});

test("the row of the metric, the window and the scope is the card, the last captured of several", async () => {
  const { actual } = await explain({
    conversions,
    cards: [
      { ...card, value: "1", metric: "conversions" },
      { ...card, value: "2", window_start: "2026-09-01", window_end: "2026-09-30" },
      { ...card, value: "3", campaign_id: "cmp_2" },
      { ...card, value: "4", captured_at: "2026-11-01T08:00:00Z" },
      { ...card, value: "100.00" },
      { ...card, value: "5", captured_at: null },
      { ...card, value: "6", captured_at: "2026-11-09T08:00:00Z", window_start: null },
    ],
  });

  expect(actual).toMatchObject({ amount: "100.00", rows: 1 });
});

test("two cards that differ and are as late are refused; told twice they are one", async () => {
  const twice = { ...card, value: "99.00" };

  await expect(explain({ conversions, cards: [card, twice] })).rejects.toThrow(
    "two revenue cards for scope campaign:cmp_1",
  );
  expect((await explain({ conversions, cards: [card, card] })).gap).toBe("0.00");
});

test("a card of a wider scope is compared with, and said", async () => {
  const explanation = await explain({
    conversions: [sold, another({ campaign_id: "cmp_2" })],
    cards: [{ ...card, campaign_id: null, value: "107.50" }],
  });

  expect(explanation.findings).toMatchObject([
    {
      id: "context_differs",
      severity: "warn",
      message: expect.stringContaining("The campaign of"),
    },
  ]);
  expect(causesIn(explanation)).toEqual([["scope", "7.50", 1, "cv_2"]]);
});

test("a card of another scope is not: the nearest is named as one would ask for it", async () => {
  const refused = explain({ conversions, cards: [{ ...card, campaign_id: "cmp_7" }] });

  await expect(refused).rejects.toThrow("it has one for campaign=cmp_7: ask for it, or");
});

test("a value given by a person wins, and nothing is known beside it", async () => {
  const explanation = await explain({
    conversions: [sold, another({ recorded_at: "2026-12-01T00:00:00Z" })],
    cards: [{ ...card, timezone: "UTC", mode: "summary" }],
    card: { value: "100.00" },
  });

  expect(explanation.unexplained).toBe("-7.50");
  expect(explanation.findings.map(({ id }) => id)).toEqual(["not_available_late_records"]);
});

test("each field in which the card says otherwise is a finding", async () => {
  const { findings } = await explain({
    conversions,
    cards: [{ ...card, timezone: "UTC", statuses: "Pending, approved", mode: "Summary" }],
  });

  expect(findings.map(({ id, severity, message }) => [id, severity, message.slice(0, 60)])).toEqual(
    [
      ["context_differs", "warn", "The timezone of card and export differ: the card has UTC, th"],
      ["context_differs", "warn", "The statuses of card and export differ: the card has approve"],
      ["summary_card", "info", "The card is a summary and may lag behind the records; captur"],
    ],
  );
});

test("what the card says in other words is no difference", async () => {
  const { findings } = await explain({
    conversions,
    cards: [
      { ...card, timezone: "us/eastern", statuses: "Approved", mode: "events", currency: "usd" },
    ],
  });

  expect(findings).toEqual([]);
});

test("a card without a window, or in no known zone, says so", async () => {
  const { findings } = await explain({
    conversions,
    cards: [{ ...card, window_start: null, window_end: null, timezone: "EST5" }],
  });

  expect(findings).toMatchObject([
    { id: "context_differs", message: expect.stringContaining('"EST5"') },
    { id: "not_available_card_window", severity: "warn" },
  ]);
});

test("a card in another currency is refused: its total cannot be converted", async () => {
  const refused = explain({ conversions, cards: [{ ...card, currency: "eur" }] });

  await expect(refused).rejects.toThrow("ask with currency=EUR");
});

test("a number of conversions with a fraction is refused, whoever gives it", async () => {
  const metric = "conversions" as const;
  const cards = [{ ...card, metric, value: "12.5", currency: null }];

  await expect(explain({ conversions, card: { metric, value: "12.5" } })).rejects.toThrow(
    "card=12.5 is not a count",
  );
  await expect(explain({ conversions, card: { metric }, cards })).rejects.toThrow(
    "The conversions card of the cards export shows 12.5, which is not a count",
  );
});
