import type { ErrorBudget } from "#model/tally.ts";

/** What a day was like for an endpoint, and what is left of what was promised of it. */
export interface EndpointDay {
  readonly endpoint: string;
  /** Share of the told time; null where nothing was told. */
  readonly uptime: number | null;
  /** Milliseconds; null where no look was answered. */
  readonly p95: number | null;
  /** Incidents that went on in that day. */
  readonly incidents: number;
  /** Milliseconds it was down in maintenance. */
  readonly excused: number;
  /** Percent of the time it is to be up. */
  readonly objective: number;
  /** Of the last 30 days. */
  readonly budget: ErrorBudget;
  /** What its incidents of these 30 days probably cost, by currency: commission where it is known, else revenue. */
  readonly lost: readonly Lost[];
}

export interface Lost {
  readonly amount: string;
  readonly currency: string;
  readonly of: "commission" | "revenue";
}

/** Whether people are to read of it: it was down, had an incident, missed its objective, or nobody looked. */
export function isWell({ uptime, incidents, objective, budget }: EndpointDay): boolean {
  if (uptime === null || incidents > 0) return false;
  return uptime * 100 >= objective && budget.used <= budget.allowed;
}

/** The share of the error budget that is used up. */
function usedOf({ budget: { used, allowed } }: EndpointDay): number {
  return used / allowed;
}

/** Those whose budget is gone first, then by how little they were up; what nobody looked at last of those. */
export function worstDayFirst(one: EndpointDay, other: EndpointDay): number {
  const well = Number(isWell(one)) - Number(isWell(other));
  if (well !== 0) return well;
  const uptime = (one.uptime ?? 1) - (other.uptime ?? 1);
  if (uptime !== 0) return uptime;
  return usedOf(other) - usedOf(one) || one.endpoint.localeCompare(other.endpoint);
}
