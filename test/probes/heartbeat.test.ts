import { expect, test } from "vitest";

import heartbeat from "#probes/heartbeat.ts";
import { lookBy } from "./far-side.ts";

const called = (last: string | null) =>
  lookBy(
    heartbeat,
    { period: "1h", grace: "5m" },
    { lastBeat: () => Promise.resolve(last), now: () => "2026-11-01T12:00:00Z" },
  );

test.each([
  ["2026-11-01T11:30:00Z", "up", "It called 30 m ago."],
  ["2026-11-01T10:55:00Z", "up", "It called 65 m ago."],
  ["2026-11-01T10:54:59Z", "stale", "It called 65 m ago, and is to call every 60 m: late by 1 s."],
  [null, "unknown", "It has not called yet."],
])("a call at %s is %s", async (last, condition, text) => {
  expect(await called(last)).toMatchObject({ condition, text });
});
