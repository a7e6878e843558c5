import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { Kysely } from "kysely";
import type { Logger } from "pino";

import { ConfigError } from "#errors.ts";
import type { Endpoint } from "#model/endpoint.ts";
import type { Listen } from "#model/history.ts";
import type { Database } from "#store/schema.ts";
import { isKeyOf, keepBeat } from "#watch/front/beats.ts";
import { openHealth } from "#watch/front/health.ts";
import type { Metrics } from "#watch/front/metrics.ts";

export interface FrontParts {
  readonly listen: Listen;
  readonly db: Kysely<Database>;
  readonly metrics: Pick<Metrics, "text">;
  /** What heartbeats' keys are derived from. */
  readonly beatSecret: Buffer;
  readonly endpoints: () => ReadonlyMap<string, Pick<Endpoint, "kind">>;
  /** Why it is not ready yet, a sentence; null when it is. */
  readonly notReady: () => string | null;
  readonly log: Pick<Logger, "info" | "warn" | "error">;
}

/** What other machines ask this one. */
export interface Front {
  /** http://127.0.0.1:9464 */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Answers at one address: metrics, health, readiness, and heartbeats that are called in. */
export async function openFront(parts: FrontParts): Promise<Front> {
  const health = openHealth(parts.db);
  const server = createAdaptorServer({ fetch: routes(parts, health).fetch }) as Server;
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  const url = await listening(server, parts);
  return {
    url,
    async close() {
      health.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function routes(parts: FrontParts, health: ReturnType<typeof openHealth>): Hono {
  const { metrics, notReady, log } = parts;
  const app = new Hono();
  app.get("/metrics", async ({ body }) => {
    const { type, body: text } = await metrics.text();
    return body(text, 200, { "content-type": type });
  });
  app.get("/healthz", async ({ json }) => {
    const { isWell, facts } = await health.read();
    return json({ status: isWell ? "well" : "ill", ...facts }, isWell ? 200 : 503);
  });
  app.get("/readyz", ({ json }) => {
    const reason = notReady();
    return reason === null ? json({ status: "ready" }) : json({ status: "waiting", reason }, 503);
  });
  app.on(["GET", "POST"], "/beat/:endpoint/:key", async ({ req, text }) => {
    const { endpoint, key } = req.param();
    return (await beat(endpoint, key, parts))
      ? text("heard\n")
      : text("no heartbeat is called here; countercheck probe list shows where\n", 404);
  });
  app.notFound(({ text }) => text("there is /metrics, /healthz, /readyz and /beat\n", 404));
  app.onError((error, { text }) => {
    log.error({ err: error }, "a request to the front could not be answered");
    return text("this is a fault of Countercheck; its log tells more\n", 500);
  });
  return app;
}

/** False where no such heartbeat is known by such a key; it is not said which of the two. */
async function beat(
  endpoint: string,
  key: string,
  { beatSecret, endpoints, db }: FrontParts,
): Promise<boolean> {
  const isRight = isKeyOf(beatSecret, endpoint, key);
  if (!isRight || endpoints().get(endpoint)?.kind !== "heartbeat") return false;
  await keepBeat(db, endpoint, new Date());
  return true;
}

/** The usual port may be another's: then any will do, but not where one was asked for. */
async function listening(server: Server, { listen, endpoints, log }: FrontParts): Promise<string> {
  const { host, port, isAsked } = listen;
  try {
    return await listenOn(server, host, port);
  } catch (cause) {
    const said = (cause as Error).message;
    if (isAsked) {
      const advice = `name another address under watch.listen, or null for none`;
      throw new ConfigError(`${host}:${port} cannot be listened on: ${said}; ${advice}.`, {
        cause,
      });
    }
    const url = await listenOn(server, host, 0);
    // Only who is called has to be found again.
    const isCalled = [...endpoints().values()].some(({ kind }) => kind === "heartbeat");
    log[isCalled ? "warn" : "info"](
      { url },
      "the usual port of metrics and heartbeats is another's; name one under watch.listen",
    );
    return url;
  }
}

async function listenOn(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  const { address, family, port: bound } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`;
}
