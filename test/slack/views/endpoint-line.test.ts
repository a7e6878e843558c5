import { expect, test } from "vitest";

import { emptyTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import { endpointLine } from "#slack/views/endpoint-line.ts";

import { endpoint } from "../open-incident.ts";

const minute = 60_000;
const lineOf = (day: Partial<Tally>): unknown =>
  endpointLine({
    endpoint: endpoint("payouts-api"),
    standing: "new",
    row: null,
    maintenance: null,
    day: { ...emptyTally(), ...day },
  }).at(-1);

test("the uptime of a day says of how much of it where it was watched for less", () => {
  expect(lineOf({ up: 1_368 * minute, down: 72 * minute })).toBe(" · 95.00 % up in 24 h");
  expect(lineOf({ up: 1_368 * minute, excused: 72 * minute })).toBe(" · 100 % up in 24 h");
  expect(lineOf({ up: 9 * minute, down: minute })).toBe(" · 90.00 % up in the 10 min watched");
});
