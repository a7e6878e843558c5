import { expect, test } from "vitest";

import check from "#checks/daily/clicks-without-leads.ts";
import { judged } from "../judged.ts";
import { click, daily, firstOfMonday, lastOfSunday, longSunday, sale, tuesday } from "./days.ts";

const clicks = daily(
  () => 10,
  (ago, number) => click(ago, number, { link_id: "lnk_1", campaign_id: "cmp_1" }),
);
const sold = (results: (ago: number) => number) =>
  daily(results, (ago, number) => sale(ago, number, { link_id: "lnk_1", campaign_id: "cmp_1" }));

test("clicks that lead to as many sales as usual pass", async () => {
  const result = await judged(check, { events: clicks, conversions: sold(() => 3) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 3, atRisk: "0" });
  expect(result.text).toBe("10 clicks led to 3 leads and sales, as many as usual.");
});

test("a link whose clicks lead nowhere for days fails, with the sales that are missing", async () => {
  const conversions = sold((ago) => (ago < 7 ? 0 : 3));

  const result = await judged(check, { events: clicks, conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 0 });
  expect(result.text).toBe(
    "In all: 70 clicks in 7 days led to 0, usually to about 21. Campaign cmp_1: 70 clicks in 7 days led to 0, usually to about 21. Link lnk_1: 70 clicks in 7 days led to 0, usually to about 21. About $213.75 of sales are missing. 10 clicks led to 0 leads and sales.",
  );
});

test("junk clicks beside as many sales as usual cost no sale", async () => {
  const events = daily(
    (ago) => (ago === 0 ? 200 : 10),
    (ago, number) => click(ago, number, { link_id: "lnk_1" }),
  );

  const result = await judged(check, { events, conversions: sold(() => 3) }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", atRisk: "0" });
  expect(result.text).toContain(
    "Link lnk_1: 200 clicks, usually about 10, led to 3: clicks that nobody buys after.",
  );
  expect(result.text).not.toContain("missing");
});

test("events of sales count where conversions are not exported", async () => {
  const events = [
    ...clicks,
    ...daily(
      () => 3,
      (ago, number) => click(ago, number + 20, { type: "sale" }),
    ),
  ];

  expect(await judged(check, { events }, tuesday)).toMatchObject({ outcome: "pass", metric: 3 });
});

test("a day without sales where they are rare is no surprise", async () => {
  const conversions = sold((ago) => (ago % 3 === 1 ? 1 : 0));

  expect((await judged(check, { events: clicks, conversions }, tuesday)).outcome).toBe("pass");
});

test("no click is no data", async () => {
  const result = await judged(check, { events: [click(3, 0)] }, tuesday);

  expect(result).toMatchObject({
    outcome: "no_data",
    text: "No click was recorded in the window.",
  });
});

test("on the day the clocks go back its last hour counts, and the midnight after does not", async () => {
  const at = [lastOfSunday, firstOfMonday];
  const events = at.map((occurred_at, number) => click(0, 90 + number, { occurred_at }));
  const conversions = at.map((occurred_at, number) => sale(0, 90 + number, { occurred_at }));

  const result = await judged(check, { events, conversions }, longSunday);

  expect(result.metric).toBe(1);
  expect(result.text).toMatch(/1 click led to 1 lead/);
});
