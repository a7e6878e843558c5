import { z } from "zod";

import { collectedIn } from "#model/earlier.ts";
import { Decimal } from "#model/money.ts";
import type { ReportItem } from "#model/report.ts";
import { daysAround } from "#model/timeline.ts";
import type { DatedChange, DatedGap, Timeline } from "#model/timeline.ts";
import { recentChanges } from "#reconcile/recent-changes.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { defineStep } from "#step.ts";
import type { StepInput, StepWorld } from "#step.ts";
import { beginningsIn, beginningsTable } from "./beginnings.ts";
import { asideOf, summaryOf } from "./words.ts";

const settings = z.strictObject({});

/** Lays what was found before it on one axis of time: configuration changes, incidents of endpoints, and each gap day by day. */
export default defineStep<z.infer<typeof settings>>({
  title: "Lay what happened on one timeline",
  settings,

  async run(_settings, input, world) {
    const { from, to, timezone } = input.context;
    const timeline: Timeline = {
      days: daysAround(input.context),
      window: { from, to, timezone },
      gaps: gapsIn(input),
      changes: await changesIn(input, world),
      incidents: await world.incidents(),
    };
    const beginnings = beginningsIn(timeline);
    const isEmpty = beginnings.length + happenedIn(timeline) === 0;
    const chart = isEmpty ? null : await world.drawTimeline(timeline);
    const document = await world.keep("timeline", "Timeline", timeline);
    const drawn = "Configuration changes and the gap of each day on one axis of time.";
    return {
      status: beginnings.some(({ changes }) => changes.length > 0) ? "attention" : "complete",
      summary: summaryOf(timeline, beginnings),
      report: [
        ...(chart ? [{ kind: "files", text: drawn, files: [chart] } as const] : []),
        ...beginningsTable(timeline, beginnings),
        ...asideOf(timeline, input).map((text): ReportItem => ({ kind: "text", text })),
        { kind: "files", text: "The timeline.", files: [document] },
      ],
      evidence: [...(chart ? [chart] : []), document],
    };
  },
});

function happenedIn({ changes, incidents }: Timeline): number {
  return (changes?.length ?? 0) + (incidents?.length ?? 0);
}

/** Each comparison that found a gap, or causes that offset each other, as it was compared last; money before counts. */
function gapsIn({ outcomes }: StepInput): DatedGap[] {
  const gaps = new Map<string, DatedGap>();
  for (const { reconciliation = "", explanation, days = [] } of Object.values(outcomes)) {
    if (!explanation) continue;
    gaps.delete(reconciliation);
    const { gap, causes, expected } = explanation;
    if (new Decimal(gap).isZero() && causes.length === 0) continue;
    const title = reconciliations[reconciliation]?.title ?? reconciliation;
    gaps.set(reconciliation, { title, currency: expected.currency, gap, days });
  }
  const isCount = ({ currency }: DatedGap): number => (currency === null ? 1 : 0);
  return [...gaps.values()].sort((left, right) => isCount(left) - isCount(right));
}

/** The recent changes of the run's export of them, oldest first; null where it has none. */
async function changesIn(input: StepInput, world: StepWorld): Promise<DatedChange[] | null> {
  const exports = collectedIn(input.outcomes).filter(({ dataset }) => dataset === "config_changes");
  if (exports.length === 0) return null;
  const rows = await world.query(recentChanges(input.context).sql, exports);
  return rows
    .map(({ changed_at: at, module }) => ({ at: at ?? "", module: module ?? "" }))
    .toReversed();
}
