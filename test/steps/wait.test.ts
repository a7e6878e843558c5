import { expect, test } from "vitest";

import wait from "#steps/wait.ts";
import { inputOf, worldOf } from "./worlds.ts";

const at = (instant: string) => wait.run({ for: "15m" }, inputOf({}, { at: instant }), worldOf({}));

test("it waits without asking anybody", async () => {
  expect(await at("2026-11-03T09:14:59.999Z")).toEqual({
    status: "waiting",
    summary: "Waits 15m",
    prompt: null,
    until: "2026-11-03T09:15:00.000Z",
    memory: null,
  });
});

test("it ends at the instant, or whenever the process comes to it after that", async () => {
  const ended = { status: "complete", summary: "Waited 15m", report: [], evidence: [] };

  expect(await at("2026-11-03T09:15:00.000Z")).toEqual(ended);
  expect(await at("2026-11-04T00:00:00.000Z")).toEqual(ended);
});

test("a wait that would have no end is refused", () => {
  const good = (length: string) => wait.settings.safeParse({ for: length }).success;

  expect(["99999999999d", "0m", "365d"].map(good)).toEqual([false, false, true]);
});
