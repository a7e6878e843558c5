import { expect, test } from "vitest";

import { verdictSentence } from "#model/verdict-sentence.ts";
import { october } from "../october.ts";
import type { Row } from "../tables.ts";
import { clicksCard, event, explain } from "./explained.ts";

const events = [event("ev_1")];
const compared = async (cards: readonly Row[], context = october) => {
  const { actual, findings } = await explain({ events, cards, tab: "clicks" }, context);
  return [actual.amount, ...findings.map(({ id }) => id)];
};

test("the card is the one with the tab's name, the last captured of several", async () => {
  const cards = [
    { ...clicksCard, value: "7", captured_at: "2026-11-02T08:00:00Z" },
    { ...clicksCard, value: "9" },
    { ...clicksCard, value: "8", captured_at: "2026-11-01T08:00:00Z" },
    { ...clicksCard, metric: "sales", value: "5", captured_at: "2026-11-09T08:00:00Z" },
  ];

  expect(await compared(cards)).toEqual(["9"]);
});

test("a value a person gives goes before the export's, and must be a count", async () => {
  const given = { events, cards: [clicksCard], tab: "clicks" } as const;

  expect(await explain({ ...given, card: "6" })).toMatchObject({
    actual: { amount: "6", rows: 1 },
    unexplained: "5",
  });
  await expect(explain({ ...given, card: "6.5" })).rejects.toThrow("card=6.5 is not a count");
});

test("without a card what is counted stands for it, and is said to", async () => {
  const bot = event("ev_2", { is_bot: "true" });

  const explanation = await explain({ events: [...events, bot], tab: "clicks" });

  expect(explanation.findings).toMatchObject([{ id: "no_card", severity: "info" }]);
  expect(verdictSentence(explanation)).toBe(
    "Counted clicks are 1 fewer than exported events: −1 taken for bots (ev_2), unexplained 0.",
  );
});

test.each([
  [{ window_end: "2026-10-30" }, "window=2026-10-01..2026-10-30"],
  [{ campaign_id: "cmp_1" }, "campaign=cmp_1"],
  [{ statuses: "pending" }, "status=pending"],
])(
  "a card of another context is not compared, and how to ask for it is said: %o",
  async (given, said) => {
    const context = { ...october, statuses: ["approved"] };

    const { actual, findings } = await explain(
      { events, cards: [{ ...clicksCard, value: "5", ...given }], tab: "clicks" },
      context,
    );

    expect(actual.amount).toBe("1");
    expect(findings).toMatchObject([{ id: "card_of_other_context", severity: "warn" }]);
    expect(findings[0]?.message).toContain(` clicks card for ${said} only`);
  },
);

test("statuses are the same however a card writes them", async () => {
  const context = { ...october, statuses: ["approved", "pending"] };

  expect(await compared([{ ...clicksCard, statuses: "Pending | approved" }], context)).toEqual([
    "1",
  ]);
});

test("a card filtered by status is compared when no status was asked for, which is said", async () => {
  expect(await compared([{ ...clicksCard, statuses: "approved" }])).toEqual([
    "1",
    "context_differs",
  ]);
  expect(await compared([{ ...clicksCard, statuses: "all" }])).toEqual(["1"]);
});

test("a card in another timezone, or without a window, is compared and said", async () => {
  expect(await compared([{ ...clicksCard, timezone: "UTC" }])).toEqual(["1", "context_differs"]);
  const bare = { metric: "Clicks", value: "1" };
  expect(await compared([bare])).toEqual(["1", "not_available_card_window"]);
  expect(await compared([bare, { ...clicksCard, value: "2" }])).toEqual(["2"]);
});

test("a card of the export that shows a part of a click is refused with what to do", async () => {
  await expect(compared([{ ...clicksCard, value: "12.5" }])).rejects.toThrow(
    "The clicks card of the cards export shows 12.5, which is not a count; correct it there, or read the value off the dashboard and give it as card=41 (--card 41).",
  );
});

test("two values of one card with nothing to choose by are refused", async () => {
  await expect(compared([clicksCard, { ...clicksCard, value: "2" }])).rejects.toThrow(
    "two clicks cards",
  );
  expect(await compared([clicksCard, clicksCard])).toEqual(["1"]);
});
