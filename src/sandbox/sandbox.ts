import { once } from "node:events";
import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";

import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { WebSocketServer } from "ws";

import { ConfigError } from "#errors.ts";

import { Faults } from "./api/faults.ts";
import { Pace } from "./api/pace.ts";
import { webApi, type Server } from "./api/web-api.ts";
import type { BoxCommand, BoxShortcut } from "./contract.ts";
import { FarSide } from "./far-side.ts";
import { fileRoutes } from "./file-routes.ts";
import { Modals } from "./modals.ts";
import { isOwn } from "./own-requests.ts";
import { pageRoutes } from "./page-routes.ts";
import type { Parts } from "./parts.ts";
import { personRoutes } from "./person/routes.ts";
import { ResponseAddresses } from "./response-addresses.ts";
import { responseRoutes } from "./response-routes.ts";
import { Sockets } from "./socket/sockets.ts";
import { Workspace } from "./state/workspace.ts";
import { Tasks } from "./tasks.ts";
import { Triggers } from "./triggers.ts";
import { postFiles } from "./uploads.ts";

export interface SandboxOptions {
  /** Where the workspace is kept; an empty folder gets a new one. */
  readonly folder: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The address listened on; this machine's own unless given. */
  readonly host?: string;
  /** The web page's files; its own by default. */
  readonly pageFolder?: string;
  readonly commands: readonly BoxCommand[];
  /** The app's actions on messages, from its manifest; none by default. */
  readonly shortcuts?: readonly BoxShortcut[];
  /** The app's scopes, from its manifest. */
  readonly scopes: readonly string[];
  /** The event types the app subscribed to in its manifest; all there are by default. */
  readonly events?: readonly string[];
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Holds the app to Slack's rate limits; off by default. */
  readonly isPaced?: boolean;
  /** Milliseconds an app has to acknowledge; Slack's 3000 by default. */
  readonly patience?: number;
}

/** A running workspace in the box. */
export interface Sandbox {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /** The Web API's root, with a slash at its end. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  /** Sends the app's connections away, then ends; once, however often it is called. */
  readonly close: () => Promise<void>;
}

const mostBody = 8 * 1024 * 1024;

/** Starts the workspace in the box: Slack's Web API and Socket Mode on loopback, and a web page for people. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock = Date.now, patience = 3000 } = options;
  const workspace = new Workspace(options.folder, clock);
  const app = new Hono<Server>();
  const server = createAdaptorServer({ fetch: app.fetch }) as HttpServer;
  const url = await listen(server, options.port, options.host ?? "127.0.0.1");
  const { appId, botToken, appToken } = workspace.installation;
  const sockets = new Sockets(appId, patience, (connected) =>
    workspace.tell({ type: "connected", connected }),
  );
  const tasks = new Tasks();
  const parts: Parts = {
    url,
    workspace,
    sockets,
    tasks,
    triggers: new Triggers(clock),
    modals: new Modals(workspace),
    responses: new ResponseAddresses(clock),
    faults: new Faults(),
    pace: options.isPaced === true ? new Pace(clock) : null,
    farSide: new FarSide((fails) => workspace.tell({ type: "far_side", fails })),
    commands: options.commands,
    shortcuts: options.shortcuts ?? [],
    scopes: options.scopes,
    events: options.events ?? null,
    clock,
  };
  serveOn(app, parts, options.pageFolder ?? join(import.meta.dirname, "page"));
  linkOn(server, sockets);
  // Files completed before a sudden end are still to be posted.
  for (const pending of workspace.shares.values()) postFiles(parts, pending);

  let closing: Promise<void> | null = null;
  const close = () => (closing ??= closeAll(server, parts));
  return { url, apiUrl: `${url}/api/`, botToken, appToken, close };
}

async function closeAll(server: HttpServer, { tasks, sockets, workspace }: Parts): Promise<void> {
  tasks.close();
  await sockets.close();
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
  workspace.close();
}

async function listen(server: HttpServer, port: number, host: string): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (cause) {
    const problem = `Port ${port} of ${host} cannot be used for the workspace in the box: ${(cause as Error).message}. Choose another one, or 0 for any that is free.`;
    throw new ConfigError(problem, { cause });
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serveOn(app: Hono<Server>, parts: Parts, pageFolder: string): void {
  app.get("/health", (context) => context.body(null, 200));
  app.use(async (context, next) => {
    const header = (name: string) => context.req.header(name);
    const asked = { method: context.req.method, host: header("host"), origin: header("origin") };
    if (!isOwn({ ...asked, site: header("sec-fetch-site") }))
      return context.text("Only this workspace's own page may ask.", 403);
    await next();
    context.header("x-content-type-options", "nosniff");
    context.header("cross-origin-resource-policy", "same-origin");
    context.header("referrer-policy", "no-referrer");
  });
  app.route("/", fileRoutes(parts));
  app.use(bodyLimit({ maxSize: mostBody }));
  app.route("/api", webApi(parts));
  app.route("/box", personRoutes(parts));
  app.route("/response", responseRoutes(parts));
  app.route("/demo", parts.farSide.routes());
  app.route("/", pageRoutes(pageFolder));
}

/** Accepts Socket Mode connections that bring a ticket. */
function linkOn(server: HttpServer, sockets: Sockets): void {
  const links = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { host, origin } = request.headers;
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const isAllowed = isOwn({ method: "UPGRADE", host, origin, site: undefined });
    if (!isAllowed || pathname !== "/link" || !sockets.redeem(searchParams.get("ticket") ?? "")) {
      socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
      return;
    }
    links.handleUpgrade(request, socket, head, (link) => sockets.accept(link));
  });
}
