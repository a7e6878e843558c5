import { describe, expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import { another, card, causesIn, explain, sold } from "./explained.ts";
import type { Given } from "./explained.ts";

describe("each change alone", () => {
  const cases: [string, Given, object, unknown[]][] = [
    [
      "a campaign dropped",
      { conversions: [sold, another({ campaign_id: "cmp_2" })] },
      { scope: "all" },
      ["scope", "7.50", 1, "cv_2"],
    ],
    [
      "another status counted",
      { conversions: [sold, another({ status: "pending" })] },
      { statuses: "approved,pending" },
      ["statuses", "7.50", 1, "cv_2"],
    ],
    [
      "a status nobody mapped counted, by the source's word",
      { conversions: [sold, another({ status: null, source_status: "on hold" })] },
      { statuses: "approved,on hold" },
      ["statuses", "7.50", 1, "cv_2"],
    ],
    [
      "the days read in UTC",
      {
        conversions: [sold, another({ occurred_at: "2026-10-01T03:59:59Z" })],
        sourceTimezone: "America/New_York",
      },
      { timezone: "UTC" },
      ["timezone", "7.50", 1, "cv_2"],
    ],
    [
      "the days read in the source's zone",
      { conversions: [sold, another({ occurred_at: "2026-09-30T22:00:00Z" })] },
      { timezone: "Europe/Berlin" },
      ["timezone", "7.50", 1, "cv_2"],
    ],
    [
      "the days read in the card's own zone",
      {
        conversions: [sold, another({ occurred_at: "2026-09-30T15:00:00Z" })],
        cards: [{ ...card, value: "107.50", timezone: "asia/tokyo" }],
      },
      { timezone: "Asia/Tokyo" },
      ["timezone", "7.50", 1, "cv_2"],
    ],
    [
      "foreign amounts at par",
      {
        conversions: [sold, another({ currency: "EUR", amount: "50.00" })],
        cards: [{ ...card, value: "150" }],
      },
      { currency: "par" },
      ["currency", "-3.50", 1, "cv_2"],
    ],
    [
      "an order sent twice counted once, the earlier one",
      {
        conversions: [
          sold,
          another({ conversion_id: "cv_0", order_id: "or_1", occurred_at: "2026-10-10T12:00:01Z" }),
        ],
        cards: [card],
      },
      { duplicates: "once" },
      ["duplicates", "-7.50", 1, "cv_0"],
    ],
    [
      "a record that came after the card was captured left out",
      {
        conversions: [sold, another({ recorded_at: "2026-11-03T08:00:00.001Z" })],
        cards: [card],
      },
      { late_records: "excluded" },
      ["late_records", "-7.50", 1, "cv_2"],
    ],
  ];

  test.each(cases)("%s", async (_, given, changes, cause) => {
    const explanation = await explain({ cards: [{ ...card, value: "107.50" }], ...given });

    expect(causesIn(explanation)).toEqual([cause]);
    expect(explanation.hypotheses?.[0]?.changes).toEqual(changes);
    expect(explanation.unexplained).toBe("0.00");
    expect(verdictOf(explanation)).toBe("explained");
  });
});

test("a link widens to the campaign it belongs to, and drops to none", async () => {
  const link = { link_id: "lnk_1" };
  const other = another({ link_id: "lnk_2" });
  const foreign = another({ conversion_id: "cv_3", order_id: "or_3", campaign_id: "cmp_2" });
  const asked = { context: { campaign: null, link: "lnk_1" } };
  const given = { ...asked, conversions: [{ ...sold, ...link }, other, foreign] };
  const changes = async (value: string) =>
    (await explain({ ...given, card: { value } })).hypotheses?.map((found) => found.changes);

  expect(await changes("107.50")).toEqual([{ scope: "campaign:cmp_1" }]);
  expect(await changes("115.00")).toEqual([{ scope: "all" }]);
});

test("a link whose conversions name several campaigns widens to none of them", async () => {
  const link = { link_id: "lnk_1" };
  const split = another({ ...link, campaign_id: "cmp_2" });
  const beside = another({ conversion_id: "cv_3", order_id: "or_3", amount: "1.00" });

  const { hypotheses } = await explain({
    context: { campaign: null, link: "lnk_1" },
    conversions: [{ ...sold, ...link }, split, beside],
    card: { value: "101.00" },
  });

  expect(hypotheses).toEqual([]);
});

describe("repeated orders", () => {
  const again = another({ order_id: "or_1", occurred_at: "2026-10-11T12:00:00Z" });

  test("another partner's order of the same number is another order", async () => {
    const { hypotheses } = await explain({
      conversions: [sold, { ...again, partner_id: "prt_2" }],
      cards: [card],
    });

    expect(hypotheses).toEqual([]);
  });

  test("the first that counts is the one that counts", async () => {
    const refunded = { ...sold, conversion_id: "cv_0", status: "refunded", amount: "4.00" };
    const first = { ...refunded, occurred_at: "2026-10-01T12:00:00Z" };
    const explanation = await explain({ conversions: [first, sold, again], cards: [card] });

    expect(causesIn(explanation)).toEqual([["duplicates", "-7.50", 1, "cv_2"]]);
  });

  test("without their column nothing is tried, and that is said", async () => {
    const explanation = await explain({
      conversions: [sold, again],
      cards: [card],
      available: ["recorded_at", "campaign_id", "partner_id"],
    });

    expect(explanation.hypotheses).toEqual([]);
    expect(explanation.findings).toMatchObject([
      { id: "not_available_duplicates", severity: "warn" },
    ]);
  });
});

test("a record recorded on a day without an hour is late on a later day than the card's", async () => {
  const late = (recorded_at: string) =>
    explain({ conversions: [sold, another({ recorded_at })], cards: [card] });

  expect((await late("2026-11-04")).hypotheses).toHaveLength(1);
  expect((await late("2026-11-03")).hypotheses).toEqual([]);
});
