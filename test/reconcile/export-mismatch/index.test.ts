import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import { verdictOf } from "#model/explanation.ts";
import { verdictSentence } from "#model/verdict-sentence.ts";
import { another, card, causesIn, explain, sold } from "./explained.ts";

test("a card that shows what was exported is a match, and nothing is searched", async () => {
  const explanation = await explain({ conversions: [sold], cards: [card] });

  expect(verdictOf(explanation)).toBe("match");
  expect(explanation).toMatchObject({ gap: "0.00", hypotheses: [], findings: [] });
  expect(verdictSentence(explanation)).toBe(
    "The card's figures match exported conversions: $100.00 in 1 exported conversion, no cause, no finding.",
  );
});

test("an empty export beside a card of zero is no data", async () => {
  const explanation = await explain({ cards: [{ ...card, value: "0" }] });

  expect(verdictOf(explanation)).toBe("no_data");
});

test("nothing that fits leaves the whole gap unexplained, and says what could not be tried", async () => {
  const explanation = await explain({ conversions: [sold], card: { value: "99.99" } });

  expect(explanation).toMatchObject({
    gap: "-0.01",
    unexplained: "-0.01",
    causes: [],
    hypotheses: [],
    findings: [{ id: "not_available_late_records", severity: "warn" }],
  });
});

test("several causes are told in the order of the fields, each added to those before it", async () => {
  const explanation = await explain({
    conversions: [
      sold,
      another({ status: "pending" }),
      another({ conversion_id: "cv_3", order_id: "or_3", amount: "20.00", campaign_id: "cmp_2" }),
      another({
        conversion_id: "cv_4",
        order_id: "or_4",
        amount: "3.00",
        campaign_id: "cmp_2",
        status: "pending",
      }),
    ],
    cards: [{ ...card, value: "130.50" }],
  });

  expect(explanation.hypotheses).toEqual([
    { changes: { scope: "all", statuses: "approved,pending" }, value: "130.50" },
  ]);
  expect(causesIn(explanation)).toEqual([
    ["scope", "20.00", 1, "cv_3"],
    ["statuses", "10.50", 2, "cv_2", "cv_4"],
  ]);
});

test("a change that moves nothing before the next one is added is a cause of zero", async () => {
  const explanation = await explain({
    conversions: [sold, another({ status: "pending", occurred_at: "2026-10-01T01:00:00Z" })],
    cards: [{ ...card, value: "107.50" }],
    sourceTimezone: "America/New_York",
  });

  expect(causesIn(explanation)).toEqual([
    ["statuses", "0.00", 0],
    ["timezone", "7.50", 1, "cv_2"],
  ]);
});

test("what fits equally well is said, with what would tell it apart", async () => {
  const explanation = await explain({
    conversions: [
      sold,
      another({ status: "pending" }),
      another({ conversion_id: "cv_3", order_id: "or_3", occurred_at: "2026-10-01T03:00:00Z" }),
    ],
    cards: [{ ...card, value: "107.50" }],
    sourceTimezone: "America/New_York",
  });

  expect(explanation.hypotheses?.map(({ changes }) => changes)).toEqual([
    { statuses: "approved,pending" },
    { timezone: "UTC" },
  ]);
  const finding = explanation.findings.find(({ id }) => id === "several_contexts_fit");
  expect(finding?.severity).toBe("warn");
  expect(finding?.message).toContain(
    "look at the card's status filter; compare the card for one day with records near midnight",
  );
});

test("metric conversions counts records, without any currency", async () => {
  const explanation = await explain({
    conversions: [sold, another({ status: "pending", currency: "XXX" })],
    cards: [{ ...card, metric: "Conversions", value: "2", currency: "EUR" }],
    card: { metric: "conversions" },
  });

  expect(explanation).toMatchObject({
    expected: { amount: "1", currency: null, rows: 1 },
    actual: { amount: "2", currency: null },
    gap: "1",
    causes: [{ cause: "statuses", amount: "1", rows: 1 }],
    unexplained: "0",
    hypotheses: [{ changes: { statuses: "approved,pending" }, value: "2" }],
  });
});

test("the statuses asked for stand in for approved, and the nearest set comes first", async () => {
  const explanation = await explain({
    context: { statuses: ["pending", "refunded"] },
    conversions: [
      another({ conversion_id: "cv_2", status: "pending", amount: "5.00" }),
      another({ conversion_id: "cv_3", order_id: "or_3", status: "refunded", amount: "2.00" }),
      another({ conversion_id: "cv_4", order_id: "or_4", status: "fraud", amount: "1.00" }),
      another({ conversion_id: "cv_5", order_id: "or_5", status: "approved", amount: "6.00" }),
    ],
    card: { value: "8.00" },
  });

  expect(explanation.expected).toMatchObject({ amount: "7.00", rows: 2 });
  expect(explanation.hypotheses?.map(({ changes }) => changes["statuses"])).toEqual([
    "fraud,pending,refunded",
    "approved,refunded",
  ]);
});

test("a calendar date is in the window in every zone", async () => {
  const { hypotheses } = await explain({
    conversions: [sold, another({ occurred_at: "2026-09-30" })],
    card: { value: "107.50" },
  });

  expect(hypotheses).toEqual([]);
});

test("the window's edges follow the clocks of each zone", async () => {
  const context = { from: "2026-11-01", to: "2026-11-01" };
  const at = (occurred_at: string) => ({ ...sold, occurred_at });
  const expectedOf = async (occurred_at: string) =>
    (await explain({ context, conversions: [at(occurred_at)], card: { value: "0" } })).expected
      .rows;

  expect(await expectedOf("2026-11-01T03:59:59Z")).toBe(0);
  expect(await expectedOf("2026-11-01T04:00:00Z")).toBe(1);
  expect(await expectedOf("2026-11-02T04:59:59Z")).toBe(1);
  expect(await expectedOf("2026-11-02T05:00:00Z")).toBe(0);
});

test("a record that counts and has no rate is refused by its currency, one elsewhere only said", async () => {
  const foreign = { currency: "GBP" };
  const refused = explain({ conversions: [sold, another(foreign)], cards: [card] });

  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow("No rate from GBP to USD");

  const elsewhere = await explain({
    conversions: [sold, another({ ...foreign, status: "pending" })],
    cards: [{ ...card, value: "107.50" }],
  });
  expect(elsewhere.hypotheses).toEqual([]);
  expect(elsewhere.findings).toMatchObject([{ id: "not_available_rates", rows: 1 }]);
});

test("a status nobody knows is refused, one of the source's own words is not", async () => {
  const asked = (status: string) =>
    explain({
      context: { statuses: [status] },
      conversions: [another({ status: null, source_status: "on hold" })],
      card: { value: "7.50" },
    });

  await expect(asked("aproved")).rejects.toThrow('"aproved" is not a status of conversions');
  expect(verdictOf(await asked("on hold"))).toBe("match");
});

test("more statuses than can be tried are bounded, and that is said", async () => {
  const strange = Array.from({ length: 12 }, (_, at) =>
    another({
      conversion_id: `cv_s${at}`,
      order_id: `or_s${at}`,
      status: null,
      source_status: `word ${String.fromCharCode(97 + at)}`,
      amount: `${2 ** at}.01`,
    }),
  );
  const explanation = await explain({
    conversions: [sold, ...strange],
    cards: [{ ...card, value: "103.02" }],
  });

  expect(explanation.hypotheses?.[0]?.changes).toEqual({ statuses: "approved,word a,word b" });
  expect(explanation.findings).toMatchObject([{ id: "search_bounded", severity: "warn", rows: 3 }]);
});
