import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { App, HTTPReceiver } from "@slack/bolt";
import type { CustomRoute, Receiver } from "@slack/bolt";
import { WebAPIPlatformError, WebClient } from "@slack/web-api";

import type { SlackSettings } from "#config.ts";
import { ConfigError } from "#errors.ts";
import { startAttendant } from "#slack/attend.ts";
import { boltLogger } from "#slack/bolt-logger.ts";
import { clientOptions } from "#slack/client-options.ts";
import { wordsOf } from "#slack/delivery-failure.ts";
import type { Desk } from "#slack/desk.ts";
import { Homes } from "#slack/homes.ts";
import { listen } from "#slack/listen.ts";
import type { SenderOptions } from "#slack/sender.ts";
import { startSender } from "#slack/sender.ts";
import { signatureOf } from "#slack/signature.ts";
import { TwinReceiver } from "#slack/twin-receiver.ts";
import type { SlackWorld, Workspace } from "#slack/slack-world.ts";
import { UserGroups } from "#slack/user-groups.ts";
import type { Store } from "#store/store.ts";

export type SlackConnection = Exclude<SlackSettings, { mode: "box" }>;

export interface SlackOptions
  extends
    Pick<
      Desk,
      | "config"
      | "commands"
      | "runbooks"
      | "checks"
      | "cadences"
      | "changes"
      | "startRun"
      | "people"
      | "packaging"
      | "artifacts"
      | "watch"
      | "log"
    >,
    Pick<SlackWorld, "pathOf" | "sharing">,
    Pick<SenderOptions, "rates" | "firstBackoff" | "poll"> {
  readonly connection: SlackConnection;
  /** The Web API's root when it is not Slack's own. */
  readonly apiUrl?: string;
  /** Where HTTP requests arrive; 0 for any free port. */
  readonly port?: number;
  readonly store: Pick<Store, "db" | "exclusive" | "transaction" | "afterCommit">;
}

export interface Slack {
  readonly workspace: Workspace;
  /** The port Slack's requests arrive at; null with Socket Mode. */
  readonly port: number | null;
  /** `Name <mail>` of a user. */
  nameOf(user: string): Promise<string>;
  /** Sends what is owed; to be called after every commit that owes something. */
  wake(): void;
  /** Accepts nothing more, finishes what is on its way. */
  close(): Promise<void>;
}

/** Joins a workspace: sends what is owed, handles what was left, then listens. A ConfigError when Slack refuses a token. */
export async function startSlack(options: SlackOptions): Promise<Slack> {
  const { connection, store, log, pathOf, apiUrl = null } = options;
  const { botToken } = connection;
  const slackOptions = () => clientOptions(apiUrl, log);
  const client = new WebClient(botToken, slackOptions());
  const { botId, ...workspace } = await identify(client, options);
  const { exclusive } = store;
  const world: SlackWorld = {
    db: store.db,
    transaction: (work) => store.transaction(work),
    client,
    workspace,
    pathOf,
    log,
    sharing: options.sharing,
  };
  const sender = await startSender({ ...options, world, exclusive });
  const groups = new UserGroups(client, log);
  const homes = new Homes({ ...options, client, groups });
  const wake = (): void => {
    sender.wake();
    homes.changed();
  };
  const desk: Desk = { ...options, client, workspace, groups, homes, wake };
  const attendant = startAttendant(desk, { exclusive });
  const receiver = receiverOf(connection, options);
  const app = new App({
    receiver,
    authorize: async () => ({
      botToken,
      botId,
      botUserId: workspace.botUserId,
      teamId: workspace.team,
    }),
    clientOptions: slackOptions(),
    logger: boltLogger(log),
  });
  app.error(async (error) => {
    log.error({ err: error }, "an interaction could not be accepted");
    // Unacknowledged, it is sent again.
    throw error;
  });
  listen(app, desk, attendant);

  async function close(): Promise<void> {
    await app.stop();
    await attendant.stop();
    await homes.stop();
    await sender.stop();
  }
  try {
    const started: unknown = await app.start(options.port ?? 3000);
    const nameOf = (user: string) => signatureOf(client, user, workspace.team);
    return { workspace, port: portOf(started), nameOf, wake, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function receiverOf(connection: SlackConnection, options: SlackOptions): Receiver {
  const { log, apiUrl = null, port = 3000 } = options;
  const logger = boltLogger(log);
  if (connection.mode === "socket") {
    const { appToken } = connection;
    return new TwinReceiver({ appToken, logger, clientOptions: clientOptions(apiUrl, log) }, log);
  }
  const { signingSecret } = connection;
  return new HTTPReceiver({
    signingSecret,
    port,
    logger,
    customRoutes: [health],
    // An event is acknowledged once it is kept, too.
    processBeforeResponse: true,
  });
}

const health: CustomRoute = {
  path: "/health",
  method: "GET",
  handler: (_, response) => {
    response.writeHead(200).end();
  },
};

function portOf(started: unknown): number | null {
  const address = (started as { address?: () => AddressInfo } | undefined)?.address?.();
  return address?.port ?? null;
}

const refusals = new Set(["account_inactive", "invalid_auth", "not_authed", "token_revoked"]);
const longestWait = 30_000;

/** Asks Slack who the bot is, until it answers. */
async function identify(
  client: WebClient,
  { log }: Pick<SlackOptions, "log">,
): Promise<Workspace & { botId: string }> {
  for (let wait = 1000; ; wait = Math.min(2 * wait, longestWait)) {
    try {
      const {
        team_id: team = "",
        user_id: botUserId = "",
        bot_id: botId = "",
      } = await client.auth.test();
      return { team, botUserId, botId };
    } catch (error) {
      if (error instanceof WebAPIPlatformError && refusals.has(error.data.error)) {
        const problem = `Slack refuses SLACK_BOT_TOKEN (${error.data.error}); copy it from your app's OAuth page (xoxb-…).`;
        throw new ConfigError(problem, { cause: error });
      }
      log.warn({ said: wordsOf(error) }, "Slack cannot be reached; trying again");
      await pause(wait);
    }
  }
}
