import { expect, test } from "vitest";

import check from "#checks/daily/unusual-traffic.ts";
import { judged } from "../judged.ts";
import { click, daily, firstOfMonday, lastOfSunday, longSunday, sale, tuesday } from "./days.ts";

const links = (ago: number, number: number) =>
  click(ago, number, { campaign_id: "cmp_1", link_id: number < 8 ? "lnk_1" : "lnk_2" });

test("as many clicks as usual pass", async () => {
  const result = await judged(check, { events: daily(() => 12, links) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 12, unit: "clicks" });
  expect(result.text).toBe("Clicks 12, expected 2–26 on a Tuesday.");
});

test("a link with too many fails, and its sales are at stake", async () => {
  const events = daily((ago) => (ago === 0 ? 36 : 12), links);
  const conversions = [sale(0, 0, { link_id: "lnk_2" }), sale(0, 1, { link_id: "lnk_1" })];

  const result = await judged(check, { events, conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 36, atRisk: "20" });
  expect(result.text).toContain("Link lnk_2 has 28, expected 0–");
});

test("clicks that stop fail, with the sales they would have brought", async () => {
  const events = daily((ago) => (ago === 0 ? 0 : 12), links);
  const conversions = daily((ago) => (ago === 0 ? 0 : 1), sale);

  const result = await judged(check, { events, conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 0 });
  expect(Number(result.atRisk)).toBeCloseTo(10, 0);
});

test("bots are not counted, they have a check of their own", async () => {
  const events = daily(
    (ago) => (ago === 0 ? 60 : 12),
    (ago, number) => ({ ...links(ago, number), is_bot: String(number >= 12) }),
  );

  expect(await judged(check, { events }, tuesday)).toMatchObject({ outcome: "pass", metric: 12 });
});

test("the clicks of a Sunday are compared with Sundays", async () => {
  // The thirteenth is a Tuesday: two days before it, and every seventh before that, are Sundays.
  const week = (ago: number): number => (ago % 7 === 2 ? 10 : 30);
  const settings = { onceIn: 100, share: 0 };
  const events = daily(week, (ago, number) => click(ago, number));

  const sunday = await judged(check, { events }, { window: "2026-10-11", settings });

  expect(sunday).toMatchObject({ outcome: "pass", metric: 10 });
  const monday = daily(
    (ago) => (ago === 1 ? 10 : week(ago)),
    (ago, number) => click(ago, number),
  );
  const missed = await judged(check, { events: monday }, { window: "2026-10-12", settings });
  expect(missed).toMatchObject({ outcome: "fail", metric: 10 });
});

test("without clicks before there is no baseline", async () => {
  const result = await judged(check, { events: [click(0, 0)] }, tuesday);

  expect(result.text).toBe("Clicks 1; only 0 earlier windows to compare with, 14 are needed.");
  expect(result.outcome).toBe("no_data");
});

test("on the day the clocks go back its last hour counts, and the midnight after does not", async () => {
  const events = [
    ...daily(() => 12, links),
    click(0, 90, { occurred_at: lastOfSunday }),
    click(0, 91, { occurred_at: firstOfMonday }),
  ];

  expect((await judged(check, { events }, longSunday)).metric).toBe(1);
});
