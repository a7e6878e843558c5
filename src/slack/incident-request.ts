import type { Kysely } from "kysely";
import { DateTime } from "luxon";

import type { Incident } from "#model/incident.ts";
import { displayWindow } from "#model/window.ts";
import type { Desk } from "#slack/desk.ts";
import { incidentKey } from "#slack/incident-teller.ts";
import type { FormRequest } from "#slack/views/form-button.ts";
import type { Database } from "#store/schema.ts";

/** The runbook that an incident is looked into by. */
export const triage = "incident-triage";

/** The triage of an incident, asked for what its endpoints matter to, in the incident's own thread: the days it lasted that are over, else the last that is. */
export async function incidentRequest(
  db: Kysely<Database>,
  incident: Incident,
  { config, runbooks }: Pick<Desk, "config" | "runbooks">,
): Promise<FormRequest> {
  const endpoints = incident.affected.flatMap(
    ({ endpoint }) => config.watch.endpoints.get(endpoint) ?? [],
  );
  const only = (values: readonly (string | null)[]): string | null => {
    const [value = null, ...others] = new Set(values.filter((each) => each !== null));
    return others.length === 0 ? value : null;
  };
  const source = only(endpoints.map((each) => each.source));
  const known = {
    source: source !== null && config.sources.has(source) ? source : null,
    program: only(endpoints.map((each) => each.program)),
    window: windowOf(incident, config.timezone),
  };
  const takes: readonly string[] = runbooks.get(triage)?.parameters ?? [];
  const given = Object.entries(known).flatMap(([name, value]) =>
    takes.includes(name) && value !== null ? [[name, value] as const] : [],
  );
  return {
    runbook: triage,
    given: Object.fromEntries(given),
    thread: await threadOf(db, incident),
    incident: incident.id,
  };
}

function windowOf({ beganAt, endedAt }: Incident, timezone: string): string {
  const dayOf = (at: DateTime) => at.setZone(timezone).startOf("day");
  const yesterday = dayOf(DateTime.now()).minus({ days: 1 });
  const last = endedAt === null ? yesterday : dayOf(DateTime.fromISO(endedAt));
  const to = DateTime.min(last, yesterday);
  const from = DateTime.min(dayOf(DateTime.fromISO(beganAt)), to);
  return displayWindow({ from: from.toISODate() ?? "", to: to.toISODate() ?? "", timezone });
}

async function threadOf(db: Kysely<Database>, { id }: Incident): Promise<string | null> {
  const row = await db
    .selectFrom("outbox")
    .select("message_ts")
    .where("key", "=", incidentKey(id))
    .executeTakeFirst();
  return row?.message_ts ?? null;
}
