import { expect, test } from "vitest";

import collect from "#steps/collect/index.ts";
import { realWorld } from "../real-world.ts";
import { ended, inputOf, worldOf } from "../worlds.ts";

const changes = `changed_at,actor,module,before,after,note
2026-10-01T03:59:59Z,ann,rules,a,b,a second before the month
2026-10-01T04:00:00Z,ann,rules,b,c,its first second
2026-10-31,bo,Currency,USD,EUR,a day
2026-11-01T03:59:59Z,ann,plan,d,e,its last second
2026-11-01T04:00:00Z,ann,rules,f,g,too late
`;

async function run(more: object = {}, text = changes) {
  const world = await realWorld({ config_changes: text });
  const settings = collect.settings.parse({ what: "config_changes", ...more });
  return ended(await collect.run(settings, inputOf(), world));
}

test("the changes of the window are told, newest first, in its timezone", async () => {
  const { status, summary, report, evidence } = await run();

  expect([status, summary]).toEqual(["attention", "3 changes: plan, Currency, rules"]);
  expect(report[1]).toEqual({
    kind: "table",
    caption: "3 configuration changes, times in America/New_York",
    columns: ["Changed", "Module", "By", "Before", "After", "Note"].map((title) => ({
      title,
      align: "left",
    })),
    rows: [
      ["2026-10-31 23:59", "plan", "ann", "d", "e", "its last second"],
      ["2026-10-31", "Currency", "bo", "USD", "EUR", "a day"],
      ["2026-10-01 00:00", "rules", "ann", "b", "c", "its first second"],
    ],
  });
  expect(evidence.map(({ kind }) => kind)).toEqual(["export", "manifest", "config_changes"]);
});

test("of a shorter window the thirty days before its end count", async () => {
  const world = await realWorld({ config_changes: changes });
  const settings = collect.settings.parse({ what: "config_changes" });
  const input = inputOf();
  const week = { ...input, context: { ...input.context, from: "2026-10-24", to: "2026-10-29" } };

  expect((await collect.run(settings, week, world)).summary).toBe("2 changes: rules");
});

test("only the modules asked for are told, in whatever case", async () => {
  expect((await run({ modules: ["currency", "Plan"] })).summary).toBe("2 changes: plan, Currency");
  expect(await run({ modules: ["integrations"] })).toMatchObject({
    status: "complete",
    summary: "No change of integrations in the window or 30 days before its end",
  });
});

test("a source that exports none says so", async () => {
  const settings = collect.settings.parse({ what: "config_changes" });

  expect(await collect.run(settings, inputOf(), worldOf({}))).toEqual({
    status: "skipped",
    summary: "Not available from acme",
    report: [],
    evidence: [],
  });
});

test("a change with an unreadable date is told with its file and line", async () => {
  const { status, summary, report } = await run(
    { modules: ["integrations"] },
    `${changes}soon,ann,integrations,f,g,no date\n`,
  );

  expect([status, summary]).toEqual([
    "attention",
    "No change of integrations in the window or 30 days before its end, 1 rejected",
  ]);
  const [table] = report.filter(({ kind }) => kind === "table");
  expect(table).toMatchObject({
    caption: "1 rejected records",
    rows: [["config_changes.csv", "7", "changed_at", "soon", expect.any(String)]],
  });
});
