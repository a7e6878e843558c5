import { expect, test } from "vitest";

import confirm from "#steps/confirm.ts";
import { inputOf, saidOf, waits, worldOf } from "./worlds.ts";

const settings = confirm.settings.parse({ text: "Confirm the tab of {window}." });
const run = (answers = [saidOf("confirm")]) =>
  confirm.run(settings, inputOf({}, { answers }), worldOf({}));

test("it asks with buttons, in the run's own words", async () => {
  const { prompt, until } = waits(await run([]));

  expect(prompt).toMatchObject({
    text: "Confirm the tab of 2026-10.",
    actions: ["confirm", "reject", "hand_over", "skip"],
    field: null,
    reminders: 0,
  });
  expect(until).toBe("2026-11-03T13:00:00.000Z");
});

test.each([
  [saidOf("confirm"), "complete", "Confirmed"],
  [saidOf("reject", { reason: "I am in Leads" }), "attention", "Rejected: I am in Leads"],
  [saidOf("reject"), "attention", "Rejected without a reason"],
  [saidOf("skip", { reason: "no access" }), "skipped", "Skipped: no access"],
] as const)("%j ends it", async (said, status, summary) => {
  expect(await run([said])).toEqual({ status, summary, report: [], evidence: [] });
});

test("of two clicks the first counts, also after it was handed over", async () => {
  const answers = [saidOf("hand_over", { value: "U3" }), saidOf("confirm"), saidOf("reject")];

  expect(await run(answers)).toMatchObject({ status: "complete" });
});

test("an answer counts also when the step comes to it after its time", async () => {
  const late = { at: "2026-12-01T00:00:00.000Z", answers: [saidOf("confirm")] };

  expect(await confirm.run(settings, inputOf({}, late), worldOf({}))).toMatchObject({
    status: "complete",
  });
});
