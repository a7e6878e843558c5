import { expect, test } from "vitest";

import check from "#checks/always/misaligned-scope.ts";
import { judged } from "../judged.ts";
import { click, sale, tuesday } from "../daily/days.ts";

const links = [{ link_id: "lnk_1", campaign_id: "cmp_1", workspace_id: "ws_1" }];
const campaigns = [{ campaign_id: "cmp_1" }, { campaign_id: "cmp_2" }];
const conversions = [sale(0, 0, { link_id: "lnk_1", campaign_id: "cmp_1", workspace_id: "ws_1" })];
const events = [click(0, 0, { link_id: "lnk_1", campaign_id: "cmp_1" })];

test("records that lie in their link, campaign and workspace pass", async () => {
  const result = await judged(check, { links, campaigns, conversions, events }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0, atRisk: "0" });
  expect(result.text).toBe("Links, campaigns and workspaces of 2 records agree.");
});

test("a sale of another campaign and one of no link fail, each at stake once", async () => {
  const wrong = [
    ...conversions,
    sale(0, 1, { link_id: "lnk_1", campaign_id: "cmp_2", workspace_id: "ws_2" }),
    sale(0, 2, { link_id: "lnk_9", amount: "30.00", currency: "EUR" }),
  ];

  const result = await judged(check, { links, conversions: wrong }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 2, atRisk: "43" });
  expect(result.text).toContain(
    "1 conversion names another campaign than its link (cv_0_1: cmp_2, its link lnk_1 is of cmp_1).",
  );
  expect(result.rows[0]).toMatchObject({
    problem: "link_unknown",
    id: "cv_0_2",
    value: "33.0000000000",
  });
});

const lost = [...links, { link_id: "lnk_2", campaign_id: "cmp_9" }];

test("a link of no campaign, and clicks of another, fail", async () => {
  const astray = [...events, click(0, 1, { link_id: "lnk_1", campaign_id: "cmp_2" })];
  const exported = { links: lost, campaigns, events: astray };

  const result = await judged(check, exported, { window: "2026-W42" });

  expect(result.text).toBe(
    "1 link names a campaign that there is not (lnk_2: campaign cmp_9). 1 link has events of another campaign (lnk_1: events of cmp_2: 1, the link is of cmp_1).",
  );
});

test("a link of no campaign has no date: a day only counts it, the week tells it", async () => {
  const result = await judged(check, { links: lost, campaigns }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe(
    "Links, campaigns and workspaces of 2 records have nothing new that does not agree. 1 older still open.",
  );
  const week = await judged(check, { links: lost, campaigns }, { window: "2026-W42" });
  expect(week).toMatchObject({ outcome: "fail", metric: 1 });
});

const card = {
  metric: "clicks",
  value: "10",
  campaign_id: "cmp_1",
  window_start: "2026-10-13",
  window_end: "2026-10-13",
  captured_at: "2026-10-14T06:00:00Z",
};

test("links that show more clicks than their campaign fail, unless the cards are of other days or older", async () => {
  const parts = ["lnk_1", "lnk_2"].map((link_id) => ({ ...card, link_id, value: "6" }));
  const older = { ...card, link_id: "lnk_2", value: "9", captured_at: "2026-10-14T05:00:00Z" };

  const result = await judged(check, { links, cards: [card, ...parts, older] }, tuesday);

  expect(result.text).toBe(
    "1 campaign shows less than its links together (clicks cmp_1: 12 in its links, 10 shown).",
  );
  const elsewhere = parts.map((part) => ({ ...part, timezone: "UTC" }));
  const apart = await judged(check, { links, cards: [card, ...elsewhere] }, tuesday);
  expect(apart.outcome).toBe("pass");
});

test("a sale of the next day is not looked at", async () => {
  const next = sale(0, 3, { link_id: "lnk_9", occurred_at: "2026-10-14T04:00:00Z" });

  const result = await judged(check, { links, conversions: [...conversions, next] }, tuesday);

  expect(result.outcome).toBe("pass");
  expect((await judged(check, { links: [] }, tuesday)).outcome).toBe("no_data");
});
