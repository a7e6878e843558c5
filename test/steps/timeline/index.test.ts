import { expect, test } from "vitest";

import type { StepOutcome } from "#step.ts";
import timeline from "#steps/timeline/index.ts";
import { realWorld } from "../real-world.ts";
import { explanationOf, inputOf, manifestOf, worldOf } from "../worlds.ts";

const ended = { status: "complete", summary: "", report: [], evidence: [] } as const;
const compared: StepOutcome = {
  ...ended,
  reconciliation: "payout-mismatch",
  explanation: explanationOf(),
  days: [
    { day: "2026-10-09", cause: "paid_refunded", amount: "12.00", rows: 1 },
    { day: "2026-10-20", cause: "paid_refunded", amount: "8.50", rows: 1 },
    { day: "2026-10-02", cause: "unpaid", amount: "-5.25", rows: 1 },
    { day: null, cause: "unpaid", amount: "-2.00", rows: 1 },
  ],
};
const changes = { ...ended, exports: [manifestOf({ dataset: "config_changes" })] };
const changed = (at: string, module: string) => ({ changed_at: at, module });

function run(
  outcomes: Readonly<Record<string, StepOutcome>>,
  given: Parameters<typeof worldOf>[0] = {},
) {
  const world = worldOf(given);
  return { world, done: timeline.run({}, inputOf(outcomes), world) };
}

test("causes stand beside the changes up to three days before their first day, and add up to the gap", async () => {
  const rows = [changed("2026-10-09T14:00:00Z", "currency"), changed("2026-10-05", "rules")];

  const { world, done } = run({ changes, compared }, { query: async () => rows });
  const { status, summary, report, evidence } = await done;

  expect([status, summary]).toEqual([
    "attention",
    "2 changes, no endpoint watched, 1 gap, 1 cause begins within 3 days after a change",
  ]);
  const [table] = report.filter(({ kind }) => kind === "table");
  const title = "Payouts against commissions";
  expect(table).toMatchObject({
    rows: [
      [title, "Approved and not paid", "−5.25 USD", "2026-10-02", "2026-10-02", ""],
      [
        title,
        "Paid although refunded",
        "+20.50 USD",
        "2026-10-09",
        "2026-10-20",
        "currency 2026-10-09",
      ],
      [title, "On other days, or without a day", "−2.00 USD", "", "", ""],
    ],
  });
  expect(evidence.map(({ kind }) => kind)).toEqual(["chart", "timeline"]);
  expect(world.kept["Timeline"]).toMatchObject({
    days: { from: "2026-10-01", to: "2026-10-31" },
    changes: [{ at: "2026-10-05", module: "rules" }, { module: "currency" }],
    incidents: null,
  });
});

test("no endpoint watched is said, and never told as no incident", async () => {
  const texts = async (given: Parameters<typeof worldOf>[0]) => {
    const { report } = await run({ changes, compared }, given).done;
    return report.flatMap((item) => (item.kind === "text" ? [item.text] : []));
  };
  const unwatched = "No endpoint is watched, so an outage would not be on the timeline.";

  expect(await texts({})).toEqual([unwatched]);
  expect(await texts({ incidents: [] })).toEqual([]);
});

test("incidents of endpoints come as they are known", async () => {
  const incident = {
    from: "2026-10-09T10:00:00Z",
    to: null,
    endpoint: "postback",
    state: "platform_down",
  };

  const { world, done } = run({}, { incidents: [incident] });

  expect((await done).summary).toBe("Changes not available, 1 incident, no gap");
  expect(world.kept["Timeline"]).toMatchObject({ incidents: [incident] });
});

test("a reconciliation counts as it was compared last, and one that matches is no gap", async () => {
  const same = { amount: "1.00", currency: "USD", rows: 1 };
  const clean = explanationOf({ expected: same, actual: same, gap: "0.00", causes: [] });
  const again = { ...compared, explanation: clean, days: [] };

  expect((await run({ compared, again }).done).summary).toBe(
    "Changes not available, no endpoint watched, no gap",
  );
});

test("money comes before counts", async () => {
  const count = { amount: "4", currency: null, rows: 4 };
  const counted: StepOutcome = {
    ...compared,
    reconciliation: "customer-count-mismatch",
    explanation: explanationOf({ expected: count, gap: "-4" }),
  };

  const { world, done } = run({ counted, compared });
  await done;

  const { gaps } = world.kept["Timeline"] as { gaps: readonly { currency: string | null }[] };
  expect(gaps.map(({ currency }) => currency)).toEqual(["USD", null]);
});

test("a gap that no record of these days explains is named beside the picture", async () => {
  const undated = { ...compared, days: [] };

  const { report } = await run({ changes, undated }).done;

  expect(report).toContainEqual({
    kind: "text",
    text: "Not by day, for no record of these days explains it: Payouts against commissions.",
  });
});

test("with nothing to show no picture is drawn, and it is said what was not looked at", async () => {
  const { report, evidence, status } = await run({}).done;

  expect(status).toBe("complete");
  expect(evidence.map(({ kind }) => kind)).toEqual(["timeline"]);
  expect(report.map(({ kind }) => kind)).toEqual(["text", "text", "files"]);
});

test("it is drawn from real exports, changes read in the run's timezone", async () => {
  const world = await realWorld({
    config_changes:
      "changed_at,actor,module\n2026-11-01T03:59:59Z,ann,plan\n2026-11-01T04:00:00Z,ann,rules\n",
  });
  const collected = { ...ended, exports: [await world.collect("config_changes")] };

  const { summary, evidence } = await timeline.run({}, inputOf({ collected }), world);

  expect(summary).toBe("1 change, no endpoint watched, no gap");
  expect(evidence[0]?.file).toMatch(/_timeline_.*\.png$/);
});
