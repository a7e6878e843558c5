import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";

import type { WebSocket } from "ws";

const mostSockets = 10;
const pingInterval = 10_000;
/** Seconds that Slack announces a connection to last. */
const approximateLife = 18_060;
/** Milliseconds a client gets to answer the closing handshake. */
const closingTime = 500;

/** What became of an envelope; `refused` means that nobody could take it. */
export type Delivery =
  | { readonly state: "acknowledged"; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly state: "timed_out" }
  | { readonly state: "not_connected" };

export interface Envelope {
  readonly type: "slash_commands" | "interactive" | "events_api";
  readonly payload: Readonly<Record<string, unknown>>;
  readonly accepts_response_payload: boolean;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

/** The app's open Socket Mode connections: each envelope goes to one of them, any of them. */
export class Sockets {
  readonly #open = new Set<WebSocket>();
  readonly #leaving = new Set<WebSocket>();
  readonly #tickets = new Set<string>();
  readonly #waiting = new Map<string, (payload: Record<string, unknown>) => void>();
  readonly #appId: string;
  readonly #patience: number;
  readonly #changed: (isConnected: boolean) => void;

  /** `patience`: milliseconds the app has to acknowledge. */
  constructor(appId: string, patience: number, changed: (isConnected: boolean) => void) {
    this.#appId = appId;
    this.#patience = patience;
    this.#changed = changed;
  }

  get isConnected(): boolean {
    return this.#open.size > 0;
  }

  /** A ticket for one connection. */
  issue(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return ticket;
  }

  redeem(ticket: string): boolean {
    return this.#tickets.delete(ticket);
  }

  accept(socket: WebSocket): void {
    const heartbeat = setInterval(() => socket.ping(), pingInterval).unref();
    socket.on("message", (data) => this.#hear(String(data)));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearInterval(heartbeat);
      this.#leaving.delete(socket);
      this.#remove(socket);
    });
    if (this.#open.size >= mostSockets) {
      this.#dismiss(socket, "too_many_websockets");
      socket.close();
      return;
    }
    this.#open.add(socket);
    send(socket, {
      type: "hello",
      num_connections: this.#open.size,
      debug_info: {
        host: `applink-${randomBytes(3).toString("hex")}`,
        approximate_connection_time: approximateLife,
      },
      connection_info: { app_id: this.#appId },
    });
    if (this.#open.size === 1) this.#changed(true);
  }

  /** Sends an envelope, `copies` times under one id, and waits for the first acknowledgement. */
  async deliver(envelope: Envelope, copies = 1): Promise<Delivery> {
    const id = randomUUID();
    const { promise, resolve } = Promise.withResolvers<Delivery>();
    this.#waiting.set(id, (payload) => resolve({ state: "acknowledged", payload }));
    for (let copy = 0; copy < copies; copy += 1) {
      const socket = this.#anyOpen();
      if (socket === undefined) resolve({ state: "not_connected" });
      else send(socket, { envelope_id: id, ...envelope });
    }
    const timer = setTimeout(() => resolve({ state: "timed_out" }), this.#patience);
    const delivery = await promise;
    clearTimeout(timer);
    this.#waiting.delete(id);
    return delivery;
  }

  /** Asks one connection to be opened anew; nothing more is sent to it. */
  refreshOne(): void {
    const socket = this.#anyOpen();
    if (socket !== undefined) this.#dismiss(socket, "refresh_requested");
  }

  async close(): Promise<void> {
    const sockets = [...this.#open, ...this.#leaving];
    const closed = sockets.map((socket) => once(socket, "close"));
    for (const socket of sockets) {
      this.#dismiss(socket, "link_disabled");
      socket.close(1001);
    }
    const limit = setTimeout(() => sockets.forEach((socket) => socket.terminate()), closingTime);
    await Promise.all(closed);
    clearTimeout(limit);
  }

  #anyOpen(): WebSocket | undefined {
    const usable = [...this.#open].filter((socket) => socket.readyState === socket.OPEN);
    return usable[Math.floor(Math.random() * usable.length)];
  }

  #dismiss(socket: WebSocket, reason: string): void {
    send(socket, { type: "disconnect", reason, debug_info: { host: "applink" } });
    this.#remove(socket);
    this.#leaving.add(socket);
  }

  #remove(socket: WebSocket): void {
    const wasConnected = this.isConnected;
    this.#open.delete(socket);
    if (wasConnected && !this.isConnected) this.#changed(false);
  }

  #hear(text: string): void {
    let message: { envelope_id?: string; payload?: Record<string, unknown> };
    try {
      message = JSON.parse(text) as typeof message;
    } catch {
      return;
    }
    this.#waiting.get(message.envelope_id ?? "")?.(message.payload ?? {});
  }
}

function send(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}
