import { expect, test } from "vitest";

import { contextHash, differingFields, displayScope } from "#model/filter-context.ts";
import type { FilterContext } from "#model/filter-context.ts";

const context: FilterContext = {
  workspace: null,
  campaign: null,
  link: null,
  program: "prg_main",
  partner: null,
  from: "2026-10-01",
  to: "2026-10-31",
  timezone: "UTC",
  statuses: ["approved", "paid"],
  currency: "USD",
  date_basis: "event",
  cost_model: null,
};

test("the order of statuses and of fields does not make another context", () => {
  const { timezone, ...rest } = context;
  const shuffled = { timezone, ...rest, statuses: ["paid", "approved", "paid"] };

  expect(contextHash(shuffled)).toBe(contextHash(context));
  expect(differingFields(context, shuffled)).toEqual([]);
});

test("two contexts differ by named fields", () => {
  const other = { ...context, timezone: "America/New_York", statuses: null };

  expect(differingFields(context, other)).toEqual(["timezone", "statuses"]);
  expect(contextHash(other)).not.toBe(contextHash(context));
});

test("a scope names only what narrows it", () => {
  expect(displayScope(context)).toBe("program:prg_main");
  expect(displayScope({ ...context, program: null })).toBe("all");
});
