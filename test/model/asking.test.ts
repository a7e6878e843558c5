import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";

import {
  ask,
  duration,
  durationOrNone,
  lengthOf,
  settling,
  skippedBy,
  waitOn,
  withReason,
} from "#model/asking.ts";
import { saidOf } from "../steps/worlds.ts";

const settings = { remind_after: "4h", timeout: "3d", on_timeout: "skip" } as const;
const startedAt = "2026-10-31T12:00:00.000Z";
const question = { text: "Is it so?", actions: ["confirm"] as const };
const inputAt = (at: string, answers = [saidOf("confirm")].slice(1)) => ({
  startedAt,
  at,
  answers,
});

test.each([
  ["2026-10-31T12:00:00.000Z", 0, "2026-10-31T16:00:00.000Z"],
  ["2026-10-31T15:59:59.999Z", 0, "2026-10-31T16:00:00.000Z"],
  ["2026-10-31T16:00:00.000Z", 1, "2026-10-31T20:00:00.000Z"],
  ["2026-11-01T12:00:00.000Z", 6, "2026-11-01T16:00:00.000Z"],
  ["2026-11-03T11:59:59.999Z", 17, "2026-11-03T12:00:00.000Z"],
])(
  "at %s people were reminded %i times, and it is looked at again at %s",
  (at, reminders, until) => {
    expect(ask(question, settings, inputAt(at))).toMatchObject({
      kind: "asked",
      prompt: { reminders },
      until,
    });
  },
);

test("time is up at the instant, not a millisecond before", () => {
  expect(waitOn(question, settings, inputAt("2026-11-03T11:59:59.999Z")).status).toBe("waiting");
  expect(waitOn(question, settings, inputAt("2026-11-03T12:00:00.000Z"))).toEqual({
    status: "skipped",
    summary: "Nobody answered within 3d: Is it so?",
    report: [],
    evidence: [],
  });
});

test("a step can fail when nobody answers, and says what stood by then", () => {
  const late = inputAt("2026-11-03T12:00:00.000Z");
  const asked = { ...question, progress: "1 of 2 approved" };

  expect(waitOn(asked, { ...settings, on_timeout: "fail" }, late)).toMatchObject({
    status: "failed",
    summary: "Nobody answered within 3d: Is it so? 1 of 2 approved.",
  });
});

test("it belongs to whom it was handed over to last, and offers to hand over and to skip", () => {
  const answers = [saidOf("hand_over", { value: "U3" }), saidOf("hand_over", { value: "U4" })];

  expect(waitOn(question, settings, inputAt(startedAt, answers))).toMatchObject({
    summary: "Waits for a person",
    prompt: { assignee: "U4", actions: ["confirm", "hand_over", "skip"] },
  });
});

test("whenever it is looked at again it reminds once more or ends, and it ends at its time", () => {
  const minutes = fc.integer({ min: 1, max: 4000 });
  fc.assert(
    fc.property(minutes, minutes, (remind, timeout) => {
      const asked = { ...settings, remind_after: `${remind}m`, timeout: `${timeout}m` };
      let at = startedAt;
      let reminders = 0;
      for (;;) {
        const asking = ask(question, asked, inputAt(at));
        if (asking.kind === "late") break;
        expect(asking.prompt.reminders).toBe(reminders);
        expect(asking.until > at).toBe(true);
        at = asking.until;
        reminders += 1;
      }
      const deadline = DateTime.fromISO(startedAt, { zone: "utc" }).plus(lengthOf(`${timeout}m`));
      expect(at).toBe(deadline.toISO());
      expect(reminders).toBe(Math.ceil(timeout / remind));
    }),
    { numRuns: 50 },
  );
});

test("the first answer that settles counts, and skipping always settles", () => {
  const answers = [saidOf("hand_over"), saidOf("skip", { by: "U5" }), saidOf("confirm")];

  expect(settling(answers, ["confirm"])).toMatchObject({ action: "skip", by: "U5" });
  expect(settling(answers.slice(2), ["reject"])).toBeUndefined();
});

test("a skipped step says why", () => {
  expect(skippedBy(saidOf("skip", { reason: "  on\n leave " })).summary).toBe("Skipped: on leave");
  expect(withReason("Rejected", " ")).toBe("Rejected without a reason");
});

test("a length of time is from a minute to a year, and none only where that makes sense", () => {
  const good = (text: string) => duration.safeParse(text).success;

  expect(["1m", "525600m", "8760h", "365d"].filter((text) => !good(text))).toEqual([]);
  expect(["0m", "525601m", "8761h", "366d", `${"9".repeat(400)}d`].filter(good)).toEqual([]);
  expect(durationOrNone.safeParse("0m").success).toBe(true);
});
