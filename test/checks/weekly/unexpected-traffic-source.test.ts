import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/weekly/unexpected-traffic-source.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const links = [
  { link_id: "l1", campaign_id: "c1", expected_sources: "Blog.example, google" },
  { link_id: "l2", campaign_id: "c1", expected_sources: null },
];
/** Wednesday of 2026-W42. */
const wednesday = DateTime.fromISO("2026-10-14T12:00", { zone: "America/New_York" });

function clicks(count: number, referrer: string | null, ago = 0, more: Row = {}): Row[] {
  return Array.from({ length: count }, (_, number) => ({
    event_id: `ev_${referrer}_${ago}_${number}`,
    type: "click",
    occurred_at: wednesday.minus({ weeks: ago }).toISO(),
    link_id: "l1",
    referrer,
    ...more,
  }));
}

/** A hundred clicks a week from where they are expected. */
const usual = [0, 1, 2, 3, 4, 5].flatMap((ago) => [
  ...clicks(60, "https://www.blog.example/post?x=1", ago),
  ...clicks(30, "google.de", ago),
  ...clicks(10, null, ago),
]);
const window = { window: "2026-W42" };

test("clicks from the sources a link names, a site below one and no referrer at all pass", async () => {
  const events = [...usual, ...clicks(30, "m.blog.example")];

  const result = await judged(check, { events, links }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, trend: [0, 0, 0, 0, 0, 0] });
  expect(result.text).toBe("0% of 130 clicks came from sources their links do not expect.");
});

test("a source that was never there fails, with the money its conversions brought", async () => {
  const events = [
    ...usual,
    ...clicks(40, "coupon-hive.example"),
    ...clicks(1, "coupon-hive.example", 0, { event_id: "s", type: "sale", conversion_id: "cv1" }),
  ];
  const conversions = [
    {
      conversion_id: "cv1",
      occurred_at: wednesday.toISO(),
      status: "approved",
      amount: "10.00",
      currency: "EUR",
    },
  ];

  const result = await judged(check, { events, links, conversions }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 28.6, atRisk: "11" });
  expect(result.text).toBe(
    "40 clicks on l1 (29% of its 140, usually 0.1%) came from coupon-hive.example; the link expects Blog.example, google. Conversions of $11.00 came with them.",
  );
  expect(result.rows).toMatchObject([{ level: "link", id: "l1", clicks: "40" }]);
});

test("a source that always was there is not news", async () => {
  const events = [0, 1, 2, 3, 4, 5].flatMap((ago) => [
    ...clicks(60, "blog.example", ago),
    ...clicks(25, "forum.example", ago),
  ]);

  expect((await judged(check, { events, links }, window)).outcome).toBe("pass");
});

test("few clicks, robots, and links that expect nothing are no alarm", async () => {
  const events = [
    ...usual,
    ...clicks(15, "coupon-hive.example"),
    ...clicks(90, "robots.example", 0, { is_bot: "true" }),
    ...clicks(90, "elsewhere.example", 0, { link_id: "l2" }),
  ];

  expect((await judged(check, { events, links }, window)).outcome).toBe("pass");
});

test("a click in the last second of Sunday belongs to the week, one at midnight to the next", async () => {
  const strange = clicks(40, "coupon-hive.example");
  const at = (instant: string) => strange.map((row) => ({ ...row, occurred_at: instant }));
  const on = async (instant: string) =>
    (await judged(check, { events: [...usual, ...at(instant)], links }, window)).outcome;

  expect(await on("2026-10-19T03:59:59Z")).toBe("fail");
  expect(await on("2026-10-19T04:00:00Z")).toBe("pass");
});

test("no click in the week is no data", async () => {
  const events = clicks(5, "blog.example", 1);

  expect((await judged(check, { events, links }, window)).outcome).toBe("no_data");
});
