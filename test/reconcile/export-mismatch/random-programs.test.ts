import fc from "fast-check";
import { expect, test } from "vitest";

import { formatAmount } from "#model/money.ts";
import { byHand } from "./by-hand.ts";
import type { Way } from "./by-hand.ts";
import { card, explain } from "./explained.ts";
import { asking, conversions, planting, rates } from "./programs.ts";

test("cards of random programs are explained exactly as by hand, hypothesis by hypothesis", async () => {
  const seen = new Set<string>();

  await fc.assert(
    fc.asyncProperty(conversions, asking, planting, async (rows, asked, planted) => {
      const hand = byHand(rows, rates, asked);
      const way: Way = {
        scope: hand.scopes[planted.scope] ?? hand.start.scope,
        statuses: planted.statuses ?? hand.start.statuses,
        timezone: hand.zones[planted.zone] ?? hand.start.timezone,
        currency: planted.par ? "par" : "converted",
        duplicates: planted.once ? "once" : "every",
        late_records: planted.late ? "excluded" : "included",
      };
      const target = hand.count(way) + planted.extra;
      const wanted = hand.explain(target);
      const isMoney = asked.metric === "revenue";
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

      for (const cause of Object.keys(wanted.causes)) seen.add(cause);
      if (wanted.unexplained !== 0) seen.add("unexplained");
      expect({
        expected: [explanation.expected.amount, explanation.expected.rows],
        gap: explanation.gap,
        causes: explanation.causes.map(({ cause, amount, rows: count }) => [cause, amount, count]),
        unexplained: explanation.unexplained,
        hypotheses: explanation.hypotheses,
      }).toEqual({
        expected: [exact(wanted.expected.amount), wanted.expected.rows],
        gap: exact(wanted.gap),
        causes: Object.entries(wanted.causes).map(([cause, part]) => [
          cause,
          exact(part.amount),
          part.rows,
        ]),
        unexplained: exact(wanted.unexplained),
        hypotheses: wanted.hypotheses.map((changes) => ({ changes, value: exact(target) })),
      });
    }),
    { numRuns: 120, seed: 20261001 },
  );

  expect([...seen].sort()).toEqual([
    "currency",
    "duplicates",
    "late_records",
    "scope",
    "statuses",
    "timezone",
    "unexplained",
  ]);
}, 120_000);
