import { expect, test } from "vitest";

import collect from "#steps/collect/index.ts";
import { context } from "../../runs/fixtures.ts";
import { realWorld } from "../real-world.ts";
import { evidenceOf, inputOf, worldOf } from "../worlds.ts";

const settings = collect.settings.parse({ what: "ids" });
const conversions = `conversion_id,occurred_at,status,amount,currency,partner_id,campaign_id
cv_1,2026-10-02T12:00:00Z,approved,1.00,USD,prt_9,cmp_1
cv_2,2026-10-02T12:00:00Z,approved,1.00,USD,,cmp_2
`;
const collected = { status: "complete", summary: "", report: [], evidence: [] } as const;

test("it keeps the ids of all exports of the run, each once", async () => {
  const world = await realWorld({ conversions });
  const exports = [await world.collect("conversions"), await world.collect("commissions")];
  const keeping = { ...worldOf({}), query: world.query };

  const outcome = await collect.run(settings, inputOf({ c: { ...collected, exports } }), keeping);

  expect(outcome).toEqual({
    status: "complete",
    summary: "2 campaigns, 1 program, 3 partners",
    report: [
      {
        kind: "facts",
        title: "Ids involved",
        facts: [
          ["campaign", "cmp_1, cmp_2"],
          ["program", "prg_1"],
          ["partner", "prt_1, prt_2, prt_9"],
        ],
      },
      { kind: "files", text: "The ids involved.", files: [evidenceOf("ids", "Ids involved")] },
    ],
    evidence: [evidenceOf("ids", "Ids involved")],
  });
  expect(keeping.kept["Ids involved"]).toMatchObject({
    context,
    ids: { partner: { total: 3, ids: ["prt_1", "prt_2", "prt_9"] } },
  });
});

test("an id of many records of the only export is one id", async () => {
  const world = await realWorld({
    conversions: `${conversions}cv_3,2026-10-03T12:00:00Z,approved,1.00,USD,prt_9,cmp_1\n`,
  });
  const exports = [await world.collect("conversions")];
  const keeping = { ...worldOf({}), query: world.query };

  const outcome = await collect.run(settings, inputOf({ c: { ...collected, exports } }), keeping);

  expect(outcome).toMatchObject({ summary: "2 campaigns, 1 partner" });
  expect(keeping.kept["Ids involved"]).toMatchObject({
    ids: { campaign: { total: 2, ids: ["cmp_1", "cmp_2"] }, partner: { total: 1, ids: ["prt_9"] } },
  });
});

test("what was asked for is known without an export", async () => {
  const input = inputOf({}, { context: { ...context, partner: "prt_1" } });

  expect(await collect.run(settings, input, worldOf({}))).toMatchObject({
    status: "complete",
    summary: "1 partner",
  });
});

test("no id at all is worth a look, and is not kept as if there were some", async () => {
  expect(await collect.run(settings, inputOf(), worldOf({}))).toMatchObject({
    status: "attention",
    summary: "No ids in what was collected",
    evidence: [],
  });
});
