import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, onTestFinished, vi } from "vitest";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

/** The far side of Socket Mode alone, so that a test can say what Slack does to each connection. */
export interface SocketServer {
  readonly apiUrl: string;
  /** Open connections, oldest first. */
  readonly sockets: WebSocket[];
  /** Envelopes acknowledged, in order. */
  readonly acknowledged: string[];
  /** While true, nobody gets a new connection. */
  isDown: boolean;
  send(socket: WebSocket | undefined, envelope: object): void;
  open(count: number): Promise<void>;
}

export async function openSocketServer(): Promise<SocketServer> {
  const server = createServer((_, response) => {
    const url = `${apiUrl.replace("http", "ws")}link`;
    response.writeHead(state.isDown ? 500 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ ok: true, url }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const links = new WebSocketServer({ server });
  const state: SocketServer = {
    apiUrl,
    sockets: [],
    acknowledged: [],
    isDown: false,
    send: (socket, envelope) => socket?.send(JSON.stringify(envelope)),
    open: (count) => vi.waitFor(() => expect(state.sockets).toHaveLength(count), 5000),
  };
  links.on("connection", (socket) => {
    state.sockets.push(socket);
    socket.on("close", () => state.sockets.splice(state.sockets.indexOf(socket), 1));
    socket.on("message", (data: Buffer) => {
      const { envelope_id: id } = JSON.parse(data.toString()) as { envelope_id: string };
      state.acknowledged.push(id);
    });
    state.send(socket, { type: "hello", num_connections: state.sockets.length });
  });
  onTestFinished(async () => {
    for (const socket of links.clients) socket.terminate();
    links.close();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return state;
}
