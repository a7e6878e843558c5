import { expect, test } from "vitest";

import { noCard } from "#model/card.ts";
import { ranOf } from "./running.ts";

const events = `event_id,type,occurred_at,campaign_id,status,is_bot
ev_1,sale,2026-10-02T12:00:00Z,cmp_1,approved,false
ev_2,click,2026-10-03T12:00:00Z,cmp_1,,false
ev_3,sale,2026-10-04T12:00:00Z,cmp_1,approved,true
`;
const cards = `metric,value,window_start,window_end
sales,1,2026-10-01,2026-10-31
`;

test("it collects, compares and confirms each filter of the card in turn", async () => {
  const card = { ...noCard, tab: "sales" } as const;

  const { told, result } = await ranOf("sparse-analytics", { events, cards }, card);

  for (const step of [
    "events: complete, 3 records",
    "cards: complete, 1 record",
    "compare: attention, Gap −2, 2 causes",
    "tab: attention, In another tab −1",
    "intended-tab: skipped, Left to a person: Confirm you are in the intended tab: this run counted sales. If it is another one, say which, and run this again for that tab.",
    "window: complete, Confirmed: none found",
    "test-traffic: skipped, Left to a person: Confirm you sent your test traffic within 2026-10, read in America/New_York.",
    "statuses: complete, Confirmed: none found",
    "scope: complete, Confirmed: none found",
    "bots: attention, Bots −1",
    "changes: skipped, Not available from acme",
    "ids: complete, 1 campaign",
    "sign-off: skipped, Not approved, nobody can be asked here: Sign off the explanation above of acme's analytics for 2026-10, or reject it with a reason.",
  ]) {
    expect(told).toContain(step);
  }
  expect(result).toMatchObject({
    verdict: "explained",
    expected: { amount: "3", currency: null, rows: 3 },
    actual: { amount: "1", currency: null, rows: 1 },
    gap: "-2",
    causes: [
      { cause: "other_tab", amount: "-1", rows: 1, examples: ["ev_2"] },
      { cause: "bot", amount: "-1", rows: 1, examples: ["ev_3"] },
    ],
    unexplained: "0",
  });
});
