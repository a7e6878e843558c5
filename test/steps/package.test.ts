import { expect, test } from "vitest";

import type { Answer } from "#step.ts";
import pack from "#steps/package.ts";
import { evidenceOf, inputOf, itemOf, saidOf, waits, worldOf } from "./worlds.ts";

const settings = pack.settings.parse({});
const words = { filters: "approved", date_range: "October" };
const instant = { observed_at: "2026-11-03T09:00:00-05:00", timezone: "America/New_York" };
const four = [
  itemOf("export"),
  itemOf("ids"),
  itemOf("instant", { words: instant }),
  itemOf("config_changes"),
];
const five = [...four, itemOf("screenshot", { words })];
const sealed = evidenceOf("file", "Evidence package");

function run(evidence: typeof four, answers: Answer[] = []) {
  const world = worldOf({});
  const result = pack.run(settings, inputOf({}, { evidence, answers }), world);
  return { world, result };
}

test("it seals once the five artifacts are there", async () => {
  const { world, result } = run(five);

  expect(await result).toEqual({
    status: "complete",
    summary: "Sealed with 5 of 5",
    report: [
      {
        kind: "files",
        text: "Evidence package with 5 of 5. `countercheck evidence verify --root` with the root hash in its title says whether a copy is this one, whole and unchanged.",
        files: [sealed],
      },
    ],
    evidence: [sealed],
  });
  expect(world.sealed).toEqual([null]);
});

test("it says what is missing and waits for it, or for a reason", async () => {
  const { world, result } = run(four);

  expect(waits(await result).prompt).toMatchObject({
    text: "4 of 5: no screenshot with a date range yet. Add what is missing to the thread, or say why it is sealed without.",
    actions: ["answer", "hand_over", "skip"],
    field: { label: "Reason to seal without", type: "text" },
  });
  expect(world.sealed).toEqual([]);
});

test("a reason seals without, and stands in the package; an empty one does not", async () => {
  const empty = saidOf("answer", { value: " " });
  const reason = saidOf("answer", { value: "The page is gone" });

  expect((await run(four, [empty]).result).status).toBe("waiting");
  const { world, result } = run(four, [empty, reason]);
  expect(await result).toMatchObject({
    status: "attention",
    summary: "Sealed with 4 of 5: no screenshot with a date range; The page is gone",
  });
  expect(world.sealed).toEqual(["The page is gone"]);
});

test("skipped, nothing is sealed", async () => {
  const { world, result } = run(four, [saidOf("skip", { reason: "solved" })]);

  expect(await result).toMatchObject({ status: "skipped", summary: "Skipped: solved" });
  expect(world.sealed).toEqual([]);
});

test("with a reason of the runbook's own it asks nobody, and says how to make it whole", async () => {
  const stated = pack.settings.parse({ reason: "Nobody was asked" });
  const world = worldOf({});
  const input = inputOf({}, { evidence: four });

  expect(await pack.run(stated, input, world)).toMatchObject({
    status: "complete",
    summary: "Sealed with 4 of 5: no screenshot with a date range yet",
    report: [
      { kind: "files", files: [sealed] },
      {
        kind: "incomplete",
        run: input.runId,
        text: "4 of 5: no screenshot with a date range yet. Drop what is missing into this thread, then package the evidence again.",
      },
    ],
    evidence: [sealed],
  });
  expect(world.sealed).toEqual(["Nobody was asked"]);
});

test("what is whole needs no reason, though the runbook has one", async () => {
  const stated = pack.settings.parse({ reason: "Nobody was asked" });
  const world = worldOf({});

  expect(await pack.run(stated, inputOf({}, { evidence: five }), world)).toMatchObject({
    summary: "Sealed with 5 of 5",
    report: [{ kind: "files" }],
  });
  expect(world.sealed).toEqual([null]);
});

test.each([
  ["whole", five, ""],
  ["incomplete", four, ' --reason "…"'],
])("on the command line it says what to type: %s", async (_, evidence, reason) => {
  const world = worldOf({});
  const alone = inputOf({}, { evidence, requestedBy: null });

  expect(await pack.run(settings, alone, world)).toMatchObject({
    status: "skipped",
    summary: `Left to you, once it has ended: countercheck evidence package ${alone.runId}${reason}`,
  });
  expect(world.sealed).toEqual([]);
});
