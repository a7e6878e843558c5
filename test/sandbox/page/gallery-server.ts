import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Server } from "#sandbox/api/web-api.ts";
import type { BoxAnswer, BoxChange, BoxState } from "#sandbox/contract.ts";
import { pageRoutes } from "#sandbox/page-routes.ts";
import { galleryFiles } from "./gallery-files.ts";

const pageFolder = join(import.meta.dirname, "../../../src/sandbox/page");

export interface Posted {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** The far side of the page: serves it with a given state, records what it posts, sends it changes. */
export interface GalleryServer {
  readonly url: string;
  readonly posted: Posted[];
  /** What the next posts to a path are answered with; ok unless told otherwise. */
  readonly answers: Map<string, BoxAnswer>;
  send(change: BoxChange): void;
  close(): Promise<void>;
}

export async function openGallery(state: BoxState, port = 0): Promise<GalleryServer> {
  const files = galleryFiles();
  const app = new Hono<Server>();
  const posted: Posted[] = [];
  const answers = new Map<string, BoxAnswer>();
  const readers = new Set<(change: BoxChange) => void>();

  app.route("/", pageRoutes(pageFolder));
  app.get("/box/state", (context) => context.json(state));
  app.get("/box/changes", (context) =>
    streamSSE(context, async (stream) => {
      const write = (change: BoxChange) => void stream.writeSSE({ data: JSON.stringify(change) });
      readers.add(write);
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      readers.delete(write);
    }),
  );
  app.get("/box/files/:id", (context) => {
    const file = files.get(context.req.param("id"));
    if (!file) return context.notFound();
    return new Response(file.bytes, { headers: { "content-type": file.type } });
  });
  app.post("/box/*", async (context) => {
    const { path } = context.req;
    const body = path === "/box/upload" ? await context.req.parseBody() : await context.req.json();
    posted.push({ path, body });
    return context.json(answers.get(path) ?? { ok: true });
  });

  const server = await new Promise<ServerType>((resolve) => {
    const opened = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => resolve(opened));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    answers,
    send: (change) => readers.forEach((write) => write(change)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
