import type { FilterContext } from "#model/filter-context.ts";

/** October 2026 in New York, everything of it. */
export const october: FilterContext = {
  workspace: null,
  campaign: null,
  link: null,
  program: null,
  partner: null,
  from: "2026-10-01",
  to: "2026-10-31",
  timezone: "America/New_York",
  statuses: null,
  currency: "USD",
  date_basis: "event",
  cost_model: null,
};
