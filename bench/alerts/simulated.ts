import { sql } from "kysely";
import type { Logger } from "pino";

import { judgeLook, noState } from "#model/endpoint-state.ts";
import type { EndpointState } from "#model/endpoint-state.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { noPhases } from "#model/observation.ts";
import type { Observation } from "#model/observation.ts";
import { slackIncidents } from "#slack/incident-teller.ts";
import type { Store } from "#store/store.ts";
import { Incidents } from "#watch/incidents/incidents.ts";

export const second = 1000;
export const start = Date.parse("2026-10-14T02:00:00.000Z");
const channel = "C0AFFILOPS";

/** Whether an endpoint is well at a look, so many milliseconds after the start. */
export type Health = (after: number, look: number) => boolean;

/** What was said in Slack, if each word had been delivered at once: the most that can come to be. */
export interface Said {
  posts: number;
  replies: number;
  edits: number;
  /** Milliseconds after the start at which something was first said. */
  first: number | null;
}

/** Endpoints of one host that are looked at each `interval`, at phases that are spread over it. */
export function endpointsOf(count: number, interval: number): Endpoint[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `endpoint-${index}`,
    kind: "http",
    settings: {},
    interval,
    timeout: second,
    source: null,
    program: null,
    dataset: null,
    provider: null,
    host: "shop.example",
    dependsOn: [],
    objective: 99.9,
    retried: 0,
    channel,
    owner: null,
    maintenance: [],
    credential: null,
    requests: 1,
  }));
}

/** Looks at endpoints on a clock of its own, and counts what people hear of them until an instant. */
export async function simulate(
  store: Store,
  log: Logger,
  endpoints: readonly Endpoint[],
  { health, until, mark = until }: { health: Health; until: number; mark?: number },
): Promise<{ at: Said; end: Said }> {
  await sql`truncate outbox, incident, endpoint_transition, endpoint cascade`.execute(store.db);
  const byId = new Map(endpoints.map((one) => [one.id, one]));
  const clock = { at: start };
  const said: Said = { posts: 0, replies: 0, edits: 0, first: null };
  const incidents = new Incidents({
    store,
    watching: { endpoints: byId, channel, ownConnectivity: [] },
    tellers: [slackIncidents({ endpoints: () => byId })],
    log,
    now: () => new Date(clock.at),
  });
  const looks = endpoints.map((endpoint, index) => ({
    endpoint,
    state: noState,
    grid: start + Math.round((index * endpoint.interval) / endpoints.length),
    next: 0,
    count: 0,
  }));
  for (const look of looks) look.next = look.grid;
  let [tickAt, at] = [start, { ...said }];
  while (clock.at < start + until) {
    clock.at = Math.min(tickAt, ...looks.map(({ next }) => next));
    for (const look of looks) {
      if (look.next > clock.at) continue;
      const isUp = health(clock.at - start, (look.count += 1));
      const judged = judgeLook(look.state, { at: clock.at, ...seen(isUp) });
      look.state = judged.state;
      const { interval } = look.endpoint;
      look.next =
        judged.lookAgainAt ??
        look.grid + interval * (1 + Math.floor((clock.at - look.grid) / interval));
      if (!judged.transition) continue;
      await write(store, look.endpoint.id, { ...judged, at: clock.at, observation: seen(isUp) });
      tickAt = clock.at;
    }
    if (tickAt <= clock.at) {
      tickAt = clock.at + Math.min(second, await incidents.tick());
      await deliver(store, said, clock.at - start);
    }
    if (clock.at <= start + mark) at = { ...said };
  }
  return { at, end: said };
}

function seen(isUp: boolean): Observation {
  return isUp
    ? { condition: "up", text: "It answered 200 in 12 ms.", milliseconds: 12 }
    : {
        condition: "platform_down",
        text: "It could not be reached: connection refused.",
        milliseconds: 1,
        phases: noPhases,
      };
}

async function write(
  store: Store,
  endpoint: string,
  {
    at,
    transition,
    ...one
  }: { at: number; transition: unknown; state: EndpointState; observation: Observation },
): Promise<void> {
  const [when, observation] = [new Date(at), JSON.stringify(one.observation)];
  const state = { state: JSON.stringify(one.state), looked_at: when };
  const change = { endpoint, at: when, transition: JSON.stringify(transition), observation };
  await store.transaction(async (trx) => {
    await trx
      .insertInto("endpoint")
      .values({ id: endpoint, ...state })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(state))
      .execute();
    await trx.insertInto("endpoint_transition").values(change).execute();
  });
}

/** Sends at once whatever is owed, so that no two edits become one on their way. */
async function deliver({ db }: Store, said: Said, after: number): Promise<void> {
  const sent = await db
    .updateTable("outbox")
    .set({ status: "sent", message_ts: "1.1", attempts: 1, sent_at: new Date() })
    .where("status", "=", "pending")
    .returning(["kind", "parent"])
    .execute();
  for (const { kind, parent } of sent) {
    if (kind === "update") said.edits += 1;
    else if (parent === null) said.posts += 1;
    else said.replies += 1;
    said.first ??= after;
  }
}
