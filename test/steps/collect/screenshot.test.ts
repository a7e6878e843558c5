import { expect, test } from "vitest";

import collect from "#steps/collect/index.ts";
import type { StepInput } from "#step.ts";
import { inputOf, itemOf, saidOf, waits, worldOf } from "../worlds.ts";

const settings = collect.settings.parse({ what: "screenshot" });
const words = { filters: "approved only", date_range: "October" };
const run = (more: Partial<StepInput> = {}) =>
  collect.run(settings, inputOf({}, more), worldOf({}));

test("it asks for a picture, which no button can give", async () => {
  expect(waits(await run()).prompt).toMatchObject({
    text: "Drop a screenshot of the page into the thread, with its filters and date range visible.",
    actions: ["hand_over", "skip"],
    progress: null,
  });
});

test("a picture with its filters and date range ends it", async () => {
  expect(await run({ evidence: [itemOf("screenshot", { words })] })).toEqual({
    status: "complete",
    summary: "Shows approved only, October",
    report: [],
    evidence: [],
  });
});

test.each([
  [
    "without words",
    itemOf("screenshot"),
    "A screenshot is there; say which filters and date range it shows",
  ],
  [
    "from before the step",
    itemOf("screenshot", { words, at: "2026-11-03T03:59:59.999-05:00" }),
    null,
  ],
  ["that is no picture", itemOf("file", { words }), null],
])("one %s does not yet", async (_which, item, progress) => {
  expect(waits(await run({ evidence: [item] })).prompt?.progress).toBe(progress);
});

test("whoever has none skips it", async () => {
  expect(await run({ answers: [saidOf("skip", { reason: "no access" })] })).toMatchObject({
    status: "skipped",
    summary: "Skipped: no access",
  });
});
