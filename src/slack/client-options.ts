import type { WebClientOptions } from "@slack/web-api";
import type { Logger } from "pino";

import { boltLogger } from "#slack/bolt-logger.ts";

const timeout = 10_000;

/**
 * How every client of ours calls Slack: it repeats nothing and waits for nothing by itself.
 * Given explicitly, because Socket Mode otherwise writes its own retries into the options it is handed.
 */
export function clientOptions(apiUrl: string | null, log: Logger): WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: boltLogger(log),
    ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
  };
}
