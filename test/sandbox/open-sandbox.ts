import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LogLevel, type AppOptions, type Logger } from "@slack/bolt";
import { WebClient } from "@slack/web-api";
import { onTestFinished } from "vitest";
import type { BoxAnswer, BoxMessage, BoxRequests, BoxState } from "#sandbox/contract.ts";
import { startSandbox, type Sandbox, type SandboxOptions } from "#sandbox/sandbox.ts";

export const maya = "U0MAYA0001";
export const tomas = "U0TOMAS002";
export const affiliateOps = "C0AFFILOPS";
export const finance = "C0FINANCE1";
/** The bot is not in it. */
export const random = "C0RANDOM01";

const scopes = [
  "app_mentions:read",
  "channels:history",
  "channels:join",
  "channels:read",
  "chat:write",
  "commands",
  "files:read",
  "files:write",
  "im:write",
  "metadata.message:read",
  "pins:read",
  "pins:write",
  "reactions:read",
  "reactions:write",
  "team:read",
  "usergroups:read",
  "users:read",
];
const shortcuts = [
  { name: "Run runbook here", callback_id: "run_runbook_here", description: "In this thread" },
];
const commands = [{ command: "/runbook", description: "Run a runbook", usage_hint: "[name]" }];

export interface OpenSandbox extends Sandbox {
  readonly folder: string;
  /** Does what a person does on the page. */
  person<Path extends keyof BoxRequests>(
    path: Path,
    request: BoxRequests[Path],
  ): Promise<BoxAnswer>;
  state(): Promise<BoxState>;
  messages(channel: string): Promise<BoxMessage[]>;
  firstMessage(channel: string): Promise<BoxMessage>;
}

/** A sandbox in a folder of its own, closed when the test ends. */
export async function openSandbox(given: Partial<SandboxOptions> = {}): Promise<OpenSandbox> {
  const folder = given.folder ?? (await temporaryFolder());
  const sandbox = await startSandbox({ port: 0, commands, shortcuts, scopes, ...given, folder });
  onTestFinished(() => sandbox.close());
  const state = async () => (await (await fetch(`${sandbox.url}/box/state`)).json()) as BoxState;
  const messages = async (channel: string) =>
    (await state()).messages.filter((message) => message.channel === channel);
  return {
    ...sandbox,
    folder,
    state,
    async person(path, request) {
      const response = await fetch(`${sandbox.url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(request),
      });
      return (await response.json()) as BoxAnswer;
    },
    messages,
    async firstMessage(channel) {
      const [first] = await messages(channel);
      if (first === undefined) throw new Error(`Nothing was said in ${channel}.`);
      return first;
    },
  };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A client that asks once and hides nothing. */
export function clientOf(sandbox: Sandbox, token = sandbox.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** A real Bolt app on Socket Mode, ready to be given listeners and started. */
export function appOn(sandbox: Sandbox, options: AppOptions = {}): App {
  const app = new App({
    ...options,
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    logger: silent,
    clientOptions: { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } },
  });
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}

/** The data of the error that a call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: Record<string, unknown> }).data ?? { thrown: String(error) };
  }
  return { ok: true };
}

/** An app on the sandbox that keeps every event it hears, of its own doing too. */
export async function listenOn(sandbox: Sandbox): Promise<Record<string, unknown>[]> {
  const app = appOn(sandbox, { ignoreSelf: false });
  const heard: Record<string, unknown>[] = [];
  app.use(async ({ body, next }) => {
    const { event } = body as { event?: Record<string, unknown> };
    if (event) heard.push(event);
    await next();
  });
  await app.start();
  return heard;
}
