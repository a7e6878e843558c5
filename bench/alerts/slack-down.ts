import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { WebClient } from "@slack/web-api";
import type { Logger } from "pino";

import type { Transition } from "#model/endpoint-state.ts";
import { startSandbox } from "#sandbox/sandbox.ts";
import { clientOptions } from "#slack/client-options.ts";
import { slackIncidents } from "#slack/incident-teller.ts";
import { startSender } from "#slack/sender.ts";
import { openStore } from "#store/store.ts";
import type { Store } from "#store/store.ts";
import { Incidents } from "#watch/incidents/incidents.ts";

import { endpointsOf, second } from "./simulated.ts";

const channel = "C0AFFILOPS";
const minute = 60 * second;

interface Shown {
  readonly channel: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly ts: string;
}

/**
 * Endpoints that fail while Slack is away, half of them well again before it is back, the others after: what stands in the
 * channel in the end, and how long after Slack came back it was all there.
 */
export async function slackDown({
  folder,
  log,
  minutes,
}: {
  readonly folder: string;
  readonly log: Logger;
  readonly minutes: number;
}): Promise<string> {
  const sandbox = await startSandbox({
    folder: join(folder, "box"),
    port: 0,
    commands: [],
    scopes: ["chat:write", "channels:history", "channels:read", "metadata.message:read"],
  });
  const line = await openLine(sandbox.apiUrl);
  const store = await openStore({ dataFolder: join(folder, "down"), databaseUrl: null, log });
  // Ten hosts that have nothing to do with each other.
  const endpoints = endpointsOf(10, 10 * second).map((one) => ({ ...one, host: one.id }));
  const byId = new Map(endpoints.map((one) => [one.id, one]));
  const client = new WebClient(sandbox.botToken, clientOptions(line.apiUrl, log));
  const world = {
    db: store.db,
    transaction: ((work) => store.transaction(work)) as Store["transaction"],
    client,
    workspace: { team: "T1", botUserId: "U0CCBOT001" },
    pathOf: async (file: string) => join(folder, file),
    log,
  };
  const sender = await startSender({ world, exclusive: true });
  const incidents = new Incidents({
    store,
    watching: { endpoints: byId, channel, ownConnectivity: [] },
    tellers: [slackIncidents({ endpoints: () => byId })],
    log,
    onCommit: () => sender.wake(),
  });
  await incidents.work();
  line.isUp = false;
  const away = minutes * minute;
  for (const { id } of endpoints) await happen(store, id, "down");
  incidents.wake();
  await delay(away / 2);
  for (const { id } of endpoints.slice(0, 5)) await happen(store, id, "up");
  incidents.wake();
  await delay(away / 2);
  line.isUp = true;
  const back = performance.now();
  await sent(store);
  const first = performance.now() - back;
  for (const { id } of endpoints.slice(5)) await happen(store, id, "up");
  incidents.wake();
  await delay(5 * second);
  await sent(store);
  await incidents.stop();
  await sender.stop();
  const state = (await (await fetch(`${sandbox.url}/box/state`)).json()) as { messages: Shown[] };
  await store.close();
  await line.close();
  await sandbox.close();
  const shown = state.messages.filter((message) => message.channel === channel);
  const roots = shown.filter(({ thread_ts: thread, ts }) => (thread ?? ts) === ts);
  const of = (id: string) =>
    roots.filter(({ text }) => new RegExp(`\\b${id}\\b`).test(text)).length;
  const lost = endpoints.filter(({ id }) => of(id) === 0).length;
  const doubled = endpoints.filter(({ id }) => of(id) > 1).length;
  const orphans = shown.filter(
    ({ thread_ts: thread, ts }) =>
      thread && thread !== ts && !roots.some((root) => root.ts === thread),
  ).length;
  return `Slack away for ${minutes} min, 10 incidents, 5 of them over before it is back: ${lost} lost, ${doubled} doubled, ${orphans} replies without their message, ${roots.length} posts; all there ${(first / second).toFixed(1)} s after it is back`;
}

async function happen({ db }: Store, endpoint: string, kind: "down" | "up"): Promise<void> {
  const at = Date.now();
  const transition: Transition =
    kind === "up"
      ? { kind, since: at - 8 * second, downSince: at - minute }
      : { kind, since: at - 8 * second, condition: "platform_down" };
  const condition = kind === "up" ? "up" : "platform_down";
  const text = kind === "up" ? "It answered 200." : "It answered 502: the platform failed.";
  await db
    .insertInto("endpoint_transition")
    .values({
      endpoint,
      at: new Date(at),
      transition: JSON.stringify(transition),
      observation: JSON.stringify({ condition, text, milliseconds: 3 }),
    })
    .execute();
}

async function sent({ db }: Store): Promise<void> {
  for (;;) {
    const owed = await db
      .selectFrom("outbox")
      .select("key")
      .where("status", "<>", "sent")
      .executeTakeFirst();
    if (!owed) return;
    await delay(100);
  }
}

/** The way to Slack, which answers 503 by itself while it is not up. */
async function openLine(target: string) {
  const line = { apiUrl: "", isUp: true, close: async (): Promise<void> => undefined };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (!line.isUp) return response.writeHead(503).end("away");
      const answer = await fetch(`${target}${(request.url ?? "").slice(1)}`, {
        method: "POST",
        headers: {
          authorization: request.headers.authorization ?? "",
          "content-type": request.headers["content-type"] ?? "",
        },
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, { "content-type": "application/json" });
      return response.end(await answer.text());
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  line.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  line.close = async () => {
    server.close();
    server.closeAllConnections();
  };
  return line;
}
