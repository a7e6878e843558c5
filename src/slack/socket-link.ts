import { setTimeout as pause } from "node:timers/promises";

import { SocketModeClient } from "@slack/socket-mode";
import type { SocketModeOptions } from "@slack/socket-mode";
import { WebAPIPlatformError } from "@slack/web-api";
import type { Logger } from "pino";

import { ConfigError } from "#errors.ts";
import { wordsOf } from "#slack/delivery-failure.ts";

const helloTimeout = 20_000;
/** A connection that lived shorter counts as a failure, so that a refusing server is not asked without pause. */
const livedLongEnough = 10_000;
const firstBackoff = 500;
const longestBackoff = 30_000;
const refusals = new Set([
  "account_inactive",
  "invalid_auth",
  "missing_scope",
  "not_allowed_token_type",
  "not_authed",
  "token_expired",
  "token_revoked",
]);

/** One Socket Mode connection, opened again whenever it ends: the client's own way back takes five seconds, and gives up by throwing where nobody catches. */
export class SocketLink {
  readonly #options: SocketModeOptions;
  readonly #listen: (client: SocketModeClient) => void;
  readonly #log: Logger;
  #client: SocketModeClient | null = null;
  #keeping: Promise<void> = Promise.resolve();
  #rest = new AbortController();
  #stopped = false;

  constructor(options: SocketModeOptions, listen: (client: SocketModeClient) => void, log: Logger) {
    this.#options = { ...options, autoReconnectEnabled: false };
    this.#listen = listen;
    this.#log = log;
  }

  /** Opens the connection and keeps it open; resolves when it first is, rejects when Slack refuses the token. */
  start(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#keeping = this.#keep(resolve, reject);
    return promise;
  }

  /** Closes the connection, to be opened again at once: its lifetime begins anew. */
  async renew(): Promise<void> {
    await this.#client?.disconnect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#rest.abort();
    await this.#client?.disconnect();
    await this.#keeping;
  }

  async #keep(opened: () => void, refused: (error: Error) => void): Promise<void> {
    for (let failures = 0; !this.#stopped; failures += 1) {
      const client = new GuardedClient(this.#options, this.#log);
      this.#listen(client);
      const ended = new Promise<void>((resolve) => {
        client.once("disconnected", () => resolve());
      });
      try {
        await inTime(client.start(), client);
        this.#client = client;
        opened();
        const since = Date.now();
        if (!this.#stopped) await ended;
        else await client.disconnect();
        if (Date.now() - since > livedLongEnough) failures = -1;
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal) refused(refusal);
        this.#log.warn({ said: wordsOf(error) }, "a Socket Mode connection could not be opened");
      }
      this.#client = null;
      await this.#pause(failures);
    }
  }

  async #pause(failures: number): Promise<void> {
    if (failures < 0 || this.#stopped) return;
    const whole = Math.min(longestBackoff, firstBackoff * 2 ** Math.min(failures, 10));
    this.#rest = new AbortController();
    const { signal } = this.#rest;
    await pause(whole * (0.5 + Math.random() / 2), null, { signal }).catch(() => null);
  }
}

async function inTime(start: Promise<unknown>, client: SocketModeClient): Promise<void> {
  const timer = setTimeout(() => void client.disconnect(), helloTimeout);
  try {
    await start;
  } catch (error) {
    if (error instanceof Error) throw error;
    throw new Error("the connection ended before Slack said hello", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Words for a refused token, which waiting does not mend; null for what passes by itself. */
function refusalOf(error: unknown): ConfigError | null {
  if (!(error instanceof WebAPIPlatformError) || !refusals.has(error.data.error)) return null;
  const problem = `Slack refuses SLACK_APP_TOKEN (${error.data.error}); make one with connections:write under Basic Information, App-Level Tokens (xapp-…).`;
  return new ConfigError(problem, { cause: error });
}

/** A client that outlives envelopes without an inner event, such as app_rate_limited, which 3.1.0 dies of. */
class GuardedClient extends SocketModeClient {
  readonly #log: Logger;

  constructor(options: SocketModeOptions, log: Logger) {
    super(options);
    this.#log = log;
  }

  protected override async onWebSocketMessage(
    data: string | ArrayBuffer,
    isBinary: boolean,
  ): Promise<void> {
    try {
      await super.onWebSocketMessage(withEvent(data), isBinary);
    } catch (error) {
      this.#log.error({ err: error }, "a Socket Mode envelope could not be read");
    }
  }
}

function withEvent(data: string | ArrayBuffer): string | ArrayBuffer {
  if (typeof data !== "string" || !data.includes("events_api")) return data;
  const envelope = JSON.parse(data) as {
    type?: string;
    payload?: { event?: object; type?: string };
  };
  const { type, payload } = envelope;
  if (type !== "events_api" || !payload || payload.event) return data;
  return JSON.stringify({ ...envelope, payload: { ...payload, event: { type: payload.type } } });
}
