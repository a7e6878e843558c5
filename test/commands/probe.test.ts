import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import probe from "../../commands/probe.ts";

const world = {
  runbooks: new Map(),
  cadences: [],
  checks: [],
  endpoints: ["payouts-api", "pixel"],
  changes: () => null,
  today: "2026-11-18",
};
const typed = (text: string) => probe.run({ text, userId: "U1", channelId: "C1" }, world);

test("nothing typed shows every endpoint, a name shows that one", () => {
  expect(typed(" ")).toEqual({ kind: "probe_list" });
  expect(typed("Payouts-API")).toEqual({ kind: "probe_show", endpoint: "payouts-api" });
});

test("an address or an endpoint is looked at once", () => {
  expect(typed("test https://example.com/Health?a=1")).toEqual({
    kind: "probe_test",
    what: "https://example.com/Health?a=1",
  });
  expect(typed("test pixel")).toEqual({ kind: "probe_test", what: "pixel" });
  expect(() => typed("test")).toThrow("`/probe test https://…`");
  expect(() => typed("https://example.com")).toThrow("`/probe test https://example.com`");
});

test("an endpoint is paused and looked at again", () => {
  const order = { kind: "probe_order", endpoint: "pixel" };
  expect(typed("pause pixel")).toEqual({ ...order, order: "pause" });
  expect(typed("resume pixel")).toEqual({ ...order, order: "resume" });
  expect(() => typed("pause")).toThrow("`/probe pause NAME`");
});

test("maintenance takes a length of time and a reason", () => {
  expect(typed("maintenance pixel 2h  their database moves")).toEqual({
    kind: "probe_maintenance",
    endpoint: "pixel",
    milliseconds: 7_200_000,
    reason: "their database moves",
  });
  expect(() => typed("maintenance pixel tomorrow")).toThrow('"tomorrow" is no length of time');
  expect(() => typed("maintenance pixel 90d moves")).toThrow("from 1m to 7d");
  expect(() => typed("maintenance pixel 2h")).toThrow("Say why");
});

test("a typo gets the nearest word of what could stand there", () => {
  expect(() => typed("payout-api")).toThrow("Did you mean `/probe payouts-api`?");
  expect(() => typed("maintenence pixel")).toThrow("Did you mean `/probe maintenance`?");
  expect(() => typed("pause pixl")).toThrow("Did you mean `/probe pause pixel`?");
  expect(() => typed("something-else-entirely")).toThrow(UsageError);
  expect(() =>
    probe.run({ text: "pixel", userId: "U1", channelId: "C1" }, { ...world, endpoints: [] }),
  ).toThrow("No endpoint is configured");
});

test("help is one screen that says what can be typed", () => {
  const reply = typed("help");

  expect(reply.kind === "private" && reply.text).toContain("`/probe test payouts-api`");
});
