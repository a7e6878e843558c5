import { expect, test } from "vitest";

import { october } from "../october.ts";
import { approved, explain, revenue, sale } from "./explained.ts";

const sides = { conversions: [approved], events: [sale] };
const expected = async (cards: readonly Readonly<Record<string, string | null>>[]) =>
  (await explain({ ...sides, cards: cards.map((card) => ({ ...revenue, ...card })) })).expected
    .amount;

test("the card is the revenue of the window and scope asked for", async () => {
  const others = [
    { metric: "conversions", value: "1" },
    { window_start: "2026-09-01", window_end: "2026-09-30", value: "2" },
    { window_end: "2026-10-30", value: "3" },
    { campaign_id: "cmp_1", value: "4" },
    { partner_id: "prt_1", value: "5" },
  ];

  expect(await expected([...others, { metric: "Revenue", value: "12400.00" }])).toBe("12400.00");
  const narrowed = others.map((card) => ({ ...revenue, ...card }));
  const context = { ...october, campaign: "cmp_1" };
  expect((await explain({ ...sides, cards: narrowed }, context)).expected.amount).toBe("4.00");
});

test("of several the last captured counts", async () => {
  expect(
    await expected([
      { value: "1", captured_at: "2026-11-03T08:00:00Z" },
      { value: "2", captured_at: "2026-11-04T08:00:00+09:00" },
      { value: "3", captured_at: null },
    ]),
  ).toBe("2.00");
});

test("two that differ and are as late are not chosen between", async () => {
  await expect(expected([{ value: "1" }, { value: "2" }])).rejects.toThrow("two revenue cards");
  expect(await expected([{ value: "1" }, { value: "1" }])).toBe("1.00");
});

test("a value a person gives wins, and is read in the reporting timezone", async () => {
  const cards = [{ ...revenue, value: "99", timezone: "Asia/Tokyo" }];
  const late = { ...sale, occurred_at: "2026-10-31T20:00:00Z" };

  const explanation = await explain({ events: [late], cards, card: "10.00" });

  expect(explanation).toMatchObject({
    expected: { amount: "10.00", rows: 1 },
    unexplained: "0.00",
  });
});

test("without a card it says how to give one", async () => {
  await expect(explain(sides)).rejects.toThrow("--card 12400.00");
  await expect(expected([{ campaign_id: "cmp_9" }])).rejects.toThrow(
    "no revenue card for window 2026-10, scope all",
  );
});

test("a card in another currency is refused with the field to change, unless one in ours is there", async () => {
  await expect(expected([{ currency: "EUR" }])).rejects.toMatchObject({
    message: expect.stringContaining("ask with currency=EUR"),
    fields: ["currency"],
  });
  expect(
    await expected([
      { currency: "EUR", value: "1", captured_at: "2026-12-01" },
      { currency: null, value: "2" },
    ]),
  ).toBe("2.00");
});

test("a card's timezone that does not exist is refused", async () => {
  await expect(expected([{ timezone: "New York" }])).rejects.toThrow(
    'The timezone of the revenue card: "New York"',
  );
});

test("a card that says no window is taken where none says the one asked for, and that is said", async () => {
  const silent = { ...revenue, window_start: null, window_end: null, value: "7" };

  const alone = await explain({ ...sides, cards: [silent] });
  expect(alone.expected.amount).toBe("7.00");
  expect(alone.findings).toMatchObject([{ id: "not_available_card_window", severity: "warn" }]);

  const { expected: chosen, findings } = await explain({
    ...sides,
    cards: [{ ...silent, captured_at: "2026-12-01" }, revenue],
  });
  expect([chosen.amount, findings]).toEqual(["10.00", []]);
});

test("a card filtered by status is said to differ from what events count", async () => {
  const cards = [{ ...revenue, statuses: "approved" }];

  expect((await explain({ ...sides, cards })).findings).toMatchObject([
    { id: "context_differs", severity: "warn" },
  ]);
});
