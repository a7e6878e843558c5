import fc from "fast-check";

import { october } from "../october.ts";
import { plantedTrials } from "../planted.ts";
import { countOf, trialsOf } from "../trials.ts";
import { byHand } from "./by-hand.ts";
import { explainWithCauses } from "./explained.ts";
import { analyticsField } from "./plants.ts";

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
const words = [...Object.keys(analyticsField.plants), "unexplained"];

export const planted = plantedTrials(analyticsField);

/** Random events, dense in edges, beside the rules applied by hand. */
export const random = trialsOf(
  { name: "sparse-analytics, by hand", words, alone: false },
  [{ share: 1, programs: fc.tuple(fc.array(event, { maxLength: 16 }), asked) }],
  async ([rows, { tab, sourceTimezone, beyond, scope, statuses }]) => {
    const context = { ...october, ...scope, statuses };
    const events = rows.map((row, index) => ({ event_id: `ev_${index}`, ...row }));
    const hand = byHand(events, context, { tab, sourceTimezone });
    const counted = events.length - Object.keys(hand).length;
    const shown = counted + (beyond ?? 0);
    const card = beyond === null ? null : String(shown);
    const request = { events, tab, sourceTimezone, card };
    const { explanation, causes } = await explainWithCauses(request, context);
    const { expected, actual, gap, unexplained } = explanation;
    return {
      records: { ...countOf(Object.values(hand)), ...(beyond ? { unexplained: 1 } : {}) },
      found: { expected, actual, gap, unexplained, causes },
      wanted: {
        expected: { amount: String(events.length), currency: null, rows: events.length },
        actual: { amount: String(shown), currency: null, rows: counted },
        gap: String(shown - events.length),
        unexplained: String(beyond ?? 0),
        causes: hand,
      },
    };
  },
);
