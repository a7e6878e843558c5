import type { WebClient } from "@slack/web-api";
import type { Kysely, Transaction } from "kysely";
import type { Logger } from "pino";

import type { Sharing } from "#evidence/redaction/sharing.ts";
import type { Database } from "#store/schema.ts";

/** Who we are in Slack. */
export interface Workspace {
  readonly team: string;
  readonly botUserId: string;
}

/** What sending to Slack needs of the rest. */
export interface SlackWorld {
  readonly db: Kysely<Database>;
  readonly transaction: <Result>(
    work: (trx: Transaction<Database>) => Promise<Result>,
  ) => Promise<Result>;
  /** Retries nothing and queues nothing: pace and repetition are ours. */
  readonly client: WebClient;
  readonly workspace: Workspace;
  /** A readable copy of a kept file. */
  readonly pathOf: (file: string) => Promise<string>;
  readonly log: Logger;
  /** What everybody may read; without it everything is shown as it is. */
  readonly sharing?: Sharing | undefined;
}
