import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import { verdictSentence } from "#model/verdict-sentence.ts";
import { october } from "../october.ts";
import { causesOf, clicksCard, event, explain } from "./explained.ts";

test("a card that shows every event is a match", async () => {
  const explanation = await explain({
    events: [event("ev_1")],
    tab: "clicks",
    cards: [clicksCard],
  });

  expect(verdictSentence(explanation)).toBe(
    "The card's clicks match exported events: 1, no cause, no finding.",
  );
});

test("no event and no card is no data, but a card without events is unexplained", async () => {
  expect(verdictOf(await explain({ events: [] }))).toBe("no_data");
  expect(await explain({ events: [], card: "4" })).toMatchObject({ gap: "4", unexplained: "4" });
});

test("each cause stands alone, in the order of the filters, and the rest of the card is unexplained", async () => {
  const context = { ...october, campaign: "cmp_1", statuses: ["approved"] };
  const sale = (id: string, given = {}) =>
    event(id, { type: "sale", status: "approved", ...given });

  const explanation = await explain(
    {
      tab: "sales",
      card: "3",
      events: [
        sale("ev_1"),
        event("ev_2"),
        sale("ev_3", { occurred_at: "2026-10-01T02:00:00Z" }),
        sale("ev_4", { occurred_at: "2026-09-01T02:00:00Z" }),
        sale("ev_5", { status: "pending" }),
        sale("ev_6", { campaign_id: "cmp_2" }),
        sale("ev_7", { is_bot: "true" }),
      ],
    },
    context,
  );

  expect(explanation).toMatchObject({ gap: "-4", unexplained: "2" });
  expect(
    Object.fromEntries(explanation.causes.map(({ cause, examples }) => [cause, examples])),
  ).toEqual({
    other_tab: ["ev_2"],
    timezone_boundary: ["ev_3"],
    outside_window: ["ev_4"],
    hidden_status: ["ev_5"],
    out_of_scope: ["ev_6"],
    bot: ["ev_7"],
  });
});

test("the first filter that excludes an event is its cause", async () => {
  const context = { ...october, campaign: "cmp_1", statuses: ["approved"] };
  const wrong = {
    type: "sale",
    occurred_at: "2026-09-01",
    status: "pending",
    campaign_id: "cmp_2",
    is_bot: "true",
  };
  const right = {
    type: "click",
    occurred_at: "2026-10-10",
    status: "approved",
    campaign_id: "cmp_1",
  };
  const events = [
    event("ev_1", wrong),
    event("ev_2", { ...wrong, type: right.type }),
    event("ev_3", { ...wrong, type: right.type, occurred_at: right.occurred_at }),
    event("ev_4", { ...wrong, ...right, campaign_id: "cmp_2" }),
    event("ev_5", { ...wrong, ...right }),
  ];

  expect(await causesOf({ tab: "clicks", events }, context)).toEqual({
    ev_1: "other_tab",
    ev_2: "outside_window",
    ev_3: "hidden_status",
    ev_4: "out_of_scope",
    ev_5: "bot",
  });
});

test("without a tab every type is shown, and a type nobody knows is said", async () => {
  const events = [event("ev_1"), event("ev_2", { type: "SALE" }), event("ev_3", { type: "view" })];

  const funnel = await explain({ events });
  expect(funnel.causes).toEqual([]);
  expect(funnel.findings.map(({ id }) => id)).toEqual(["no_card", "unknown_event_type"]);
  expect(await causesOf({ events, tab: "sales" })).toEqual({
    ev_1: "other_tab",
    ev_3: "other_tab",
  });
});

test("an event without a status is hidden by no status filter", async () => {
  const context = { ...october, statuses: ["approved"] };

  expect(await causesOf({ events: [event("ev_1", { status: null })] }, context)).toEqual({});
});

test("a calendar date is outside the window in every timezone or in none", async () => {
  const events = [
    event("ev_1", { occurred_at: "2026-09-30" }),
    event("ev_2", { occurred_at: "2026-10-01" }),
  ];

  expect(await causesOf({ events, sourceTimezone: "Asia/Tokyo" })).toEqual({
    ev_1: "outside_window",
  });
});

test("an event is at the boundary when the source's own zone puts it in the window", async () => {
  const events = [event("ev_1", { occurred_at: "2026-09-30T22:30:00Z" })];

  expect(await causesOf({ events })).toEqual({ ev_1: "outside_window" });
  expect(await causesOf({ events, sourceTimezone: "Europe/Berlin" })).toEqual({
    ev_1: "timezone_boundary",
  });
});

test("the window ends with its last day where clocks go back on it", async () => {
  const context = { ...october, from: "2026-11-01", to: "2026-11-01" };
  const events = [
    event("ev_1", { occurred_at: "2026-11-02T04:59:59Z" }),
    event("ev_2", { occurred_at: "2026-11-02T05:00:00Z" }),
  ];

  expect(await causesOf({ events }, context)).toEqual({ ev_2: "outside_window" });
});

test("an export that cannot be filtered is refused by scope, and says what else it cannot tell", async () => {
  const available = ["event_id", "type", "occurred_at"];
  const events = [event("ev_1")];

  await expect(explain({ events, available }, { ...october, campaign: "cmp_1" })).rejects.toThrow(
    "has no campaign_id column",
  );
  const { findings } = await explain(
    { events, available, card: "1" },
    { ...october, statuses: ["approved"] },
  );
  expect(findings.map(({ id }) => id)).toEqual(["not_available_status", "not_available_is_bot"]);
});
