import { DateTime } from "luxon";
import { expect, test } from "vitest";

import type { Config } from "#config.ts";
import { parameterNames } from "#runbook.ts";
import type { ParameterName } from "#runbook.ts";
import { resolveRequest } from "#runs/parameters.ts";
import { givenOf } from "#slack/run-state.ts";
import { exampleRun } from "./example-run.ts";

const config = {
  file: "countercheck.yml",
  timezone: "America/New_York",
  currency: "USD",
  sources: new Map([["acme", {}]]),
} as unknown as Config;
const now = DateTime.fromISO("2026-11-21T12:00:00Z");

function asked(parameters: ParameterName[], given: Record<string, string>) {
  const request = resolveRequest({ id: "any", parameters }, given, config, now);
  const { run } = exampleRun();
  const again = givenOf({ ...run, ...request, definition: { ...run.definition, parameters } });
  return { request, again };
}

const everything = {
  source: "acme",
  window: "2026-10-03..2026-10-09",
  timezone: "Europe/Berlin",
  currency: "EUR",
  workspace: "ws_1",
  campaign: "cmp_2",
  link: "lnk_3",
  program: "prg_4",
  partner: "prt_5",
  status: "approved,pending",
  date_basis: "paid",
  cost_model: "cpa",
  card: "12400.50",
};

test.each([
  [{ ...everything, metric: "conversions" }],
  [{ ...everything, tab: "funnel" }],
  [{ source: "acme", window: "2026-10", timezone: "UTC", currency: "USD", date_basis: "event" }],
])("what a run was asked for is asked for again: %j", (given) => {
  const { request, again } = asked([...parameterNames], given);

  expect(again).toEqual(given);
  expect(
    resolveRequest({ id: "any", parameters: [...parameterNames] }, again, config, now),
  ).toEqual(request);
});

test("a runbook is asked again for no more than it takes", () => {
  expect(asked(["source", "window"], { window: "2026-10" }).again).toEqual({
    source: "acme",
    window: "2026-10",
  });
});
