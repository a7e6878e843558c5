import type { App, Receiver } from "@slack/bolt";
import type { SocketModeClient, SocketModeOptions } from "@slack/socket-mode";
import type { Logger } from "pino";

import { wordsOf } from "#slack/delivery-failure.ts";
import { SocketLink } from "#slack/socket-link.ts";

/** Slack renews all connections opened together at about the same time; ours are opened this far apart. */
const stagger = 30 * 60_000;

/** What the client emits for each envelope; Bolt wants `body` and `ack`. */
interface Envelope {
  readonly ack: (response?: object) => Promise<void>;
  readonly envelope_id: string;
  readonly body: Record<string, unknown>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
}

/** Socket Mode over two connections: while Slack renews one, commands arrive by the other. What arrives twice is told apart by the inbox. */
export class TwinReceiver implements Receiver {
  readonly #links: readonly SocketLink[];
  readonly #log: Logger;
  #app: App | null = null;
  #staggering: NodeJS.Timeout | undefined;

  constructor(options: SocketModeOptions, log: Logger) {
    this.#log = log;
    const listen = (client: SocketModeClient): void => {
      client.on("slack_event", (envelope: Envelope) => void this.#process(envelope));
    };
    this.#links = [0, 1].map(() => new SocketLink(options, listen, log));
  }

  init(app: App): void {
    this.#app = app;
  }

  async start(): Promise<void> {
    const [first, second] = this.#links;
    await first?.start();
    second?.start().catch((error: unknown) => {
      this.#log.error({ said: wordsOf(error) }, "the second Socket Mode connection is refused");
    });
    this.#staggering = setTimeout(() => void second?.renew(), stagger);
    this.#staggering.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#staggering);
    await Promise.all(this.#links.map((link) => link.stop()));
  }

  async #process({ ack, body, retry_num: retryNum, retry_reason: retryReason }: Envelope) {
    if (body["type"] === "app_rate_limited") {
      this.#log.error("Slack holds back events: the app receives more than it may");
    }
    let acknowledged = false;
    const acknowledge = async (response?: object): Promise<void> => {
      if (acknowledged) return;
      acknowledged = true;
      await ack(response);
    };
    // Bolt acknowledges an event before anybody has heard it; Slack is told once it is kept.
    const isEvent = body["type"] === "event_callback";
    try {
      await this.#app?.processEvent({
        body,
        ...(retryNum === undefined ? {} : { retryNum }),
        ...(retryReason === undefined ? {} : { retryReason }),
        ack: isEvent ? async () => {} : acknowledge,
      });
      if (isEvent) await acknowledge();
    } catch (error) {
      this.#log.error({ err: error }, "an envelope could not be processed");
    }
  }
}
