import type { Transaction } from "kysely";

import type { Endpoint } from "#model/endpoint.ts";
import type { Incident } from "#model/incident.ts";
import { momentsOf } from "#slack/incident-moments.ts";
import type { Moment } from "#slack/incident-moments.ts";
import { keepCurrent, post } from "#slack/outbox.ts";
import type { ToldIncident } from "#slack/views/incident.ts";
import { incidentMessage } from "#slack/views/incident.ts";
import { stillBad } from "#slack/views/incident-heading.ts";
import { replyTo } from "#slack/views/incident-replies.ts";
import type { Database } from "#store/schema.ts";
import type { IncidentTeller } from "#watch/incidents/incidents.ts";

type Trx = Transaction<Database>;

/** Tells of incidents in Slack: one message, kept as things stand; its thread has what happened, each thing once. */
export function slackIncidents(parts: {
  /** Those of the configuration as it is now. */
  readonly endpoints: () => ReadonlyMap<string, Pick<Endpoint, "owner">>;
}): IncidentTeller {
  return {
    async changed(trx, incident) {
      const { id, channel } = incident;
      if (channel === null) return;
      const told = { incident, owners: ownersOf(incident, parts.endpoints()) };
      const root = incidentKey(id);
      const said = await saidOf(trx, root);
      await keepCurrent(trx, { key: root, channel, parent: null }, incidentMessage(told));
      for (const moment of momentsOf(incident)) {
        const key = `${root}:${moment.sequence}`;
        await tell(trx, moment, told, { key, channel, parent: root, isSaid: said.has(key) });
      }
    },
  };
}

/** The key of an incident's first message in the outbox. */
export function incidentKey(incident: string): string {
  return `incident:${incident}`;
}

async function tell(
  trx: Trx,
  moment: Moment,
  told: ToldIncident,
  { isSaid, ...place }: { key: string; channel: string; parent: string; isSaid: boolean },
): Promise<void> {
  const grows = ["joined", "turned", "changed", "recovered", "rechecked"].includes(moment.kind);
  if (isSaid && !grows) return;
  // Once the last is well the end says it.
  if (!isSaid && moment.kind === "recovered" && stillBad(told.incident).length === 0) return;
  const reply = replyTo(moment, told);
  if (reply === null) return;
  await (grows ? keepCurrent(trx, place, reply) : post(trx, place, reply));
}

/** Keys of what is owed or said in an incident's thread. */
async function saidOf(trx: Trx, root: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom("outbox")
    .select("key")
    .where("key", "like", `${root}:%`)
    .execute();
  return new Set(rows.map(({ key }) => key));
}

function ownersOf(
  { affected }: Incident,
  endpoints: ReadonlyMap<string, Pick<Endpoint, "owner">>,
): string[] {
  const owners = affected.flatMap(({ endpoint }) => endpoints.get(endpoint)?.owner ?? []);
  return [...new Set(owners)];
}
