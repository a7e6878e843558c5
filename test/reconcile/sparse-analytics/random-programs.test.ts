import fc from "fast-check";
import { expect, test } from "vitest";

import { october } from "../october.ts";
import { byHand } from "./by-hand.ts";
import { causesOf, explain } from "./explained.ts";

const time = fc.constantFrom(
  "2026-10-10T12:00:00Z",
  "2026-10-10T12:00:00Z",
  "2026-10-20T12:00:00+02:00",
  "2026-10-31",
  "2026-09-30",
  "2026-09-30T21:59:59Z",
  "2026-09-30T22:00:00Z",
  "2026-10-01T00:00:00Z",
  "2026-10-01T03:59:59Z",
  "2026-10-01T04:00:00Z",
  "2026-10-31T23:30:00Z",
  "2026-11-01T03:59:59Z",
  "2026-11-01T04:00:00Z",
);
const event = fc.record({
  type: fc.constantFrom("click", "click", "lead", "sale", "Sale", "view"),
  occurred_at: time,
  status: fc.constantFrom(null, "approved", "approved", "pending"),
  campaign_id: fc.constantFrom("cmp_1", "cmp_1", "cmp_2", null),
  link_id: fc.constantFrom("ln_1", "ln_1", "ln_2"),
  is_bot: fc.constantFrom("false", "false", "true", null),
});
const asked = fc.record({
  tab: fc.constantFrom(null, "funnel", "clicks", "leads", "sales"),
  sourceTimezone: fc.constantFrom("UTC", "Europe/Berlin"),
  /** What the card shows beyond what is counted; null without a card. */
  beyond: fc.constantFrom(null, 0, 0, 3, -2),
  scope: fc.constantFrom({}, { campaign: "cmp_1" }, { campaign: "cmp_1", link: "ln_1" }),
  statuses: fc.constantFrom(null, ["approved"]),
});

test("random events are excluded exactly as by hand, and the card's rest is what was planted", async () => {
  const seen = new Set<string>();

  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 16 }), asked, async (planted, given) => {
      const { tab, sourceTimezone, beyond, scope, statuses } = given;
      const context = { ...october, ...scope, statuses };
      const events = planted.map((row, index) => ({ event_id: `ev_${index}`, ...row }));
      const hand = byHand(events, context, { tab, sourceTimezone });
      for (const cause of Object.values(hand)) seen.add(cause);
      const counted = events.length - Object.keys(hand).length;
      const shown = counted + (beyond ?? 0);
      const request = {
        events,
        tab,
        sourceTimezone,
        card: beyond === null ? null : String(shown),
      };
      const { expected, actual, gap, unexplained } = await explain(request, context);

      expect(await causesOf(request, context)).toEqual(hand);
      expect({ expected, actual, gap, unexplained }).toEqual({
        expected: { amount: String(events.length), currency: null, rows: events.length },
        actual: { amount: String(shown), currency: null, rows: counted },
        gap: String(shown - events.length),
        unexplained: String(beyond ?? 0),
      });
    }),
    { numRuns: 150, seed: 20261003 },
  );

  expect([...seen].sort()).toEqual([
    "bot",
    "hidden_status",
    "other_tab",
    "out_of_scope",
    "outside_window",
    "timezone_boundary",
  ]);
}, 60_000);
