import { expect, test } from "vitest";

import { commandLine, contextOptions, exportCommand } from "#exports/comparability.ts";
import { context } from "../runs/fixtures.ts";

test("the command asks for every field of the filter context, and nothing that is left out anyway", () => {
  const payouts = { dataset: "payouts", source: "acme" } as const;
  const narrow = {
    ...context,
    from: "2026-10-03",
    partner: "prt_1",
    statuses: ["completed", "sent"],
    date_basis: "paid",
    cost_model: "cpa",
  } as const;

  expect(exportCommand(payouts, context)).toBe(
    "npx countercheck export payouts --source acme --window 2026-10 --timezone America/New_York --currency USD",
  );
  expect(exportCommand(payouts, narrow, [["data", "./kept"]])).toBe(
    "npx countercheck export payouts --source acme --window 2026-10-03..2026-10-31 --timezone America/New_York --currency USD --partner prt_1 --status completed,sent --date-basis paid --cost-model cpa --data ./kept",
  );
});

test("whatever a value holds, a shell reads it as one word", () => {
  const options = contextOptions({ ...context, partner: "o'brien $(x) é" });

  expect(commandLine(["export", "payouts"], options)).toContain("--partner 'o'\\''brien $(x) é'");
});
