import fc from "fast-check";

import { formatAmount } from "#model/money.ts";
import { plantedTrials } from "../planted.ts";
import { recordsOf, trialsOf } from "../trials.ts";
import { byHand } from "./by-hand.ts";
import type { Way } from "./by-hand.ts";
import { card, explain } from "./explained.ts";
import { exportField } from "./plants.ts";
import { asking, conversions, planting, rates } from "./programs.ts";

const words = [...Object.keys(exportField.plants), "unexplained"];

export const planted = plantedTrials(exportField);

/** Cards of random programs, beside every way of counting tried by hand. */
export const random = trialsOf(
  { name: "export-mismatch, by hand", words, alone: false },
  [{ share: 1, programs: fc.tuple(conversions, asking, planting) }],
  async ([rows, asked, bent]) => {
    const hand = byHand(rows, rates, asked);
    const way: Way = {
      scope: hand.scopes[bent.scope] ?? hand.start.scope,
      statuses: bent.statuses ?? hand.start.statuses,
      timezone: hand.zones[bent.zone] ?? hand.start.timezone,
      currency: bent.par ? "par" : "converted",
      duplicates: bent.once ? "once" : "every",
      late_records: bent.late ? "excluded" : "included",
    };
    const isMoney = asked.metric === "revenue";
    // A card of conversions shows whole ones, what nothing explains of it too.
    const extra = isMoney ? bent.extra : Math.floor(bent.extra / 10_000) * 10_000;
    const target = hand.count(way) + extra;
    const wanted = hand.explain(target);
    const exact = (amount: number): string =>
      isMoney ? formatAmount(String(amount / 10_000), "USD") : String(amount / 10_000);

    const explanation = await explain({
      conversions: rows,
      rates,
      context: { campaign: asked.campaign, link: asked.link, statuses: asked.statuses },
      sourceTimezone: asked.sourceTimezone,
      card: { metric: asked.metric },
      cards: [
        {
          ...card,
          metric: asked.metric,
          value: String(target / 10_000),
          campaign_id: asked.campaign,
          link_id: asked.link,
          timezone: asked.cardTimezone,
          captured_at: asked.capturedAt,
        },
      ],
    });

    return {
      records: recordsOf(wanted.causes, wanted.unexplained),
      found: {
        expected: [explanation.expected.amount, explanation.expected.rows],
        gap: explanation.gap,
        causes: explanation.causes.map(({ cause, amount, rows: count }) => [cause, amount, count]),
        unexplained: explanation.unexplained,
        hypotheses: explanation.hypotheses,
      },
      wanted: {
        expected: [exact(wanted.expected.amount), wanted.expected.rows],
        gap: exact(wanted.gap),
        causes: Object.entries(wanted.causes).map(([cause, part]) => [
          cause,
          exact(part.amount),
          part.rows,
        ]),
        unexplained: exact(wanted.unexplained),
        hypotheses: wanted.hypotheses.map((changes) => ({ changes, value: exact(target) })),
      },
    };
  },
);
