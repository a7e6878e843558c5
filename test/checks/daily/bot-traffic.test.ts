import { expect, test } from "vitest";

import check from "#checks/daily/bot-traffic.ts";
import { judged } from "../judged.ts";
import { click, daily, firstOfMonday, lastOfSunday, longSunday, sale, tuesday } from "./days.ts";

const clicks = (bots: (ago: number) => number) =>
  daily(
    () => 20,
    (ago, number) => click(ago, number, { link_id: "lnk_1", is_bot: String(number < bots(ago)) }),
  );

test("the usual share of bots passes", async () => {
  const result = await judged(check, { events: clicks(() => 1) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 5, unit: "%" });
  expect(result.text).toBe("5% of 20 clicks came from bots, usually 5.1%.");
});

test("a wave of bots fails, and names the link and its sales", async () => {
  const events = clicks((ago) => (ago === 0 ? 14 : 1));

  const result = await judged(
    check,
    { events, conversions: [sale(0, 0, { link_id: "lnk_1" })] },
    tuesday,
  );

  expect(result).toMatchObject({ outcome: "fail", metric: 70, atRisk: "10" });
  expect(result.text).toBe(
    "70% of 20 clicks came from bots, usually 5.1%. Link lnk_1 has 14 of 20, at most 6 expected.",
  );
});

test("a wave that was told is not told again by the days that hold it", async () => {
  const after = clicks((ago) => (ago === 2 ? 14 : ago === 0 ? 2 : 1));
  const slow = clicks((ago) => (ago < 3 ? 5 : 1));

  expect((await judged(check, { events: after }, tuesday)).outcome).toBe("pass");
  expect((await judged(check, { events: slow }, tuesday)).text).toContain("has 15 of 60 in 3 days");
});

test("a bot too many is no wave", async () => {
  const events = clicks((ago) => (ago === 0 ? 4 : 1));

  expect((await judged(check, { events }, tuesday)).outcome).toBe("pass");
});

test("an export that does not tell bots is not available, a window without clicks no data", async () => {
  const events = clicks(() => 1);
  const available = { events: ["event_id", "type", "occurred_at"] };

  expect((await judged(check, { events }, { ...tuesday, available })).outcome).toBe(
    "not_available",
  );
  expect((await judged(check, { events }, { window: "2026-10-14" })).outcome).toBe("no_data");
});

test("on the day the clocks go back its last hour counts, and the midnight after does not", async () => {
  const events = [
    ...clicks(() => 1),
    click(0, 90, { occurred_at: lastOfSunday, is_bot: "true" }),
    click(0, 91, { occurred_at: firstOfMonday, is_bot: "false" }),
  ];

  const result = await judged(check, { events }, longSunday);

  expect(result.metric).toBe(100);
  expect(result.text).toMatch(/^100% of 1 click came from bots/);
});
