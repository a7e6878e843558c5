import type { Endpoint } from "#model/endpoint.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell, tellWithin } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { isOver, mayAnswer, refuse } from "#slack/incident-access.ts";
import { stillBad } from "#slack/views/incident-heading.ts";
import { notNow } from "#slack/views/private.ts";
import { askLook } from "#watch/endpoint-orders.ts";
import { lockIncident, readIncident } from "#watch/incidents/incident-rows.ts";

type Rechecked = Extract<IncidentEvent, { kind: "rechecked" }>;

/** Endpoints that one click has looked at; of a storm these tell as much as all. */
const mostLooks = 8;
/** A click so many milliseconds after another's look is the same click. */
const oneHand = 5000;

const notThere = "Its endpoints are not in the configuration any more.";

/** Looks at an incident's endpoints now, says in its thread what was seen, and has the watch look on from there. */
export async function lookAgain(id: string, received: Received, desk: Desk): Promise<void> {
  const { watch, store } = desk;
  const incident = await readIncident(store.db, id);
  if (!watch || !incident || incident.endedAt !== null) {
    return tell(received, desk, notNow("✅", isOver));
  }
  const sentence = await mayAnswer(received, desk);
  if (sentence !== null) {
    return settle(received, desk, (trx) =>
      refuse(trx, received, { action: "rechecked", of: id, sentence }),
    );
  }
  if (isUnderWay(incident, received)) return settle(received, desk, async () => {});
  const endpoints = stillBad(incident)
    .flatMap(({ endpoint }) => desk.config.watch.endpoints.get(endpoint) ?? [])
    .slice(0, mostLooks);
  if (endpoints.length === 0) return tell(received, desk, notNow("ℹ️", notThere));
  const looks = await Promise.all(endpoints.map((endpoint) => lookAt(endpoint, received, watch)));
  await settle(received, desk, async (trx) => {
    const now = (await lockIncident(trx, id))?.incident;
    if (!now || now.endedAt !== null) return tellWithin(trx, received, notNow("✅", isOver));
    if (isUnderWay(now, received)) return;
    for (const { id: endpoint } of endpoints) await askLook(trx, endpoint);
    for (const event of looks) await watch.incidents.act(trx, id, event);
  });
}

async function lookAt(
  endpoint: Endpoint,
  { interaction, receivedAt }: Received,
  { look }: NonNullable<Desk["watch"]>,
): Promise<Rechecked> {
  const { condition, text, phases } = await look(endpoint);
  return {
    kind: "rechecked",
    at: receivedAt.toISOString(),
    by: interaction.user,
    endpoint: endpoint.id,
    condition,
    text,
    ...(phases ? { phases } : {}),
  };
}

function isUnderWay({ events }: Incident, { interaction, receivedAt }: Received): boolean {
  const last = events.findLast(
    (event) => event.kind === "rechecked" && event.by === interaction.user,
  );
  return last !== undefined && Math.abs(receivedAt.getTime() - Date.parse(last.at)) < oneHand;
}
