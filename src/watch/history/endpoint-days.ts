import type { Kysely } from "kysely";

import type { EndpointDay, Lost } from "#model/endpoint-day.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { spans } from "#model/history.ts";
import type { Incident } from "#model/incident.ts";
import { quantile } from "#model/latency.ts";
import { Decimal } from "#model/money.ts";
import { emptyTally, errorBudget, uptimeOf } from "#model/tally.ts";
import type { Database } from "#store/schema.ts";
import { totalsOf } from "#watch/history/read.ts";
import type { HistoryParts } from "#watch/history/read.ts";
import type { Window } from "#watch/history/windows.ts";
import { recentIncidents } from "#watch/incidents/incident-rows.ts";

/** What an error budget is of. */
const budgetSpan = 30 * spans.day;

/** What a day was like for each endpoint of the configuration. */
export async function endpointDays(
  endpoints: ReadonlyMap<string, Pick<Endpoint, "id" | "objective">>,
  day: Window,
  parts: HistoryParts,
): Promise<EndpointDay[]> {
  if (endpoints.size === 0) return [];
  const month = { from: day.to - budgetSpan, to: day.to };
  const inDay = await totalsOf(day, parts);
  const inMonth = await totalsOf(month, parts);
  const incidents = await incidentsIn(month, parts.db);
  return [...endpoints.values()].map(({ id, objective }) => {
    const tally = inDay.get(id) ?? emptyTally();
    return {
      endpoint: id,
      uptime: uptimeOf(tally),
      p95: quantile(tally.latency, 0.95),
      incidents: incidents.filter((one) => isOf(one, id, day)).length,
      excused: tally.excused,
      objective,
      budget: errorBudget(inMonth.get(id) ?? emptyTally(), objective, budgetSpan),
      lost: lostBy(incidents.filter(({ affected: [first] }) => first?.endpoint === id)),
    };
  });
}

function incidentsIn({ from, to }: Window, db: Kysely<Database>): Promise<Incident[]> {
  return recentIncidents(db, new Date(from), new Date(to));
}

/** Whether an endpoint had a part in an incident while a window lasted. */
function isOf({ affected }: Incident, id: string, { from, to }: Window): boolean {
  return affected.some(
    ({ endpoint, since, until }) =>
      endpoint === id && Date.parse(since) < to && (until === null || Date.parse(until) >= from),
  );
}

/** What incidents cost, told where they began and nowhere else; currencies are never added up. */
function lostBy(incidents: readonly Incident[]): Lost[] {
  const sums = new Map<string, { of: Lost["of"]; currency: string; amount: Decimal }>();
  for (const { loss } of incidents) {
    for (const { currency, commission, revenue } of loss?.programs ?? []) {
      const of = commission ? "commission" : "revenue";
      const key = `${of} ${currency}`;
      const sum = sums.get(key)?.amount ?? new Decimal(0);
      const amount = sum.plus((commission ?? revenue).likely);
      sums.set(key, { of, currency, amount });
    }
  }
  return [...sums.values()]
    .filter(({ amount }) => !amount.isZero())
    .map(({ amount, ...rest }) => ({ ...rest, amount: amount.toFixed() }));
}
