import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { WebClient } from "@slack/web-api";
import { expect, onTestFinished, test, vi } from "vitest";
import { ConfigError } from "#errors.ts";
import type { BoxChange } from "#sandbox/contract.ts";
import { startSandbox, type Sandbox } from "#sandbox/sandbox.ts";
import {
  affiliateOps,
  appOn,
  clientOf,
  maya,
  openSandbox,
  temporaryFolder,
} from "./open-sandbox.ts";

test("what was answered before kill -9 stands after a restart, byte for byte", async () => {
  const folder = await temporaryFolder();
  const program = fileURLToPath(new URL("./sandbox-process.ts", import.meta.url));
  const child = spawn(process.execPath, [program, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const killed = JSON.parse(line) as Sandbox;
  const client = new WebClient(killed.botToken, { slackApiUrl: killed.apiUrl });
  const { ts = "" } = await client.chat.postMessage({ channel: affiliateOps, text: "Root" });
  for (let step = 1; step <= 20; step += 1)
    await client.chat.postMessage({ channel: affiliateOps, text: `Step ${step}`, thread_ts: ts });
  await client.chat.update({ channel: affiliateOps, ts, text: "Done" });
  const before = await (await fetch(`${killed.url}/box/state`)).json();

  child.kill("SIGKILL");
  await once(child, "exit");
  const sandbox = await openSandbox({ folder, shortcuts: [] });

  expect(await sandbox.state()).toEqual(before);
  expect([sandbox.botToken, sandbox.appToken]).toEqual([killed.botToken, killed.appToken]);
  expect((await clientOf(sandbox).auth.test()).ok).toBe(true);
});

test("a new workspace has its people, its channels and one the bot is not in", async () => {
  const sandbox = await openSandbox();

  const { users, channels, messages, views } = await sandbox.state();

  expect(users.map(({ name }) => name)).toEqual([
    "maya",
    "tomas",
    "ines",
    "priya",
    "jonas",
    "countercheck",
  ]);
  expect(channels.map(({ name }) => name)).toEqual([
    "affiliate-ops",
    "finance",
    "payout-approvals",
    "general",
    "random",
  ]);
  expect(channels.at(-1)?.members).not.toContain("U0CCBOT001");
  expect([messages, views]).toEqual([[], []]);
});

test("a taken port is said in a sentence", async () => {
  const sandbox = await openSandbox();
  const port = Number(new URL(sandbox.url).port);
  const folder = await temporaryFolder();

  const start = startSandbox({ folder, port, commands: [], scopes: [] });

  await expect(start).rejects.toThrow(ConfigError);
  await expect(start).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be used`);
});

test("the page hears of each change as it happens", async () => {
  const sandbox = await openSandbox();
  const changes: BoxChange[] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(`${sandbox.url}/box/changes`, { signal: stop.signal });
  const following = follow(response, changes);
  const client = clientOf(sandbox);
  const app = appOn(sandbox);

  const { ts = "" } = await client.chat.postMessage({ channel: affiliateOps, text: "a" });
  await client.chat.update({ channel: affiliateOps, ts, text: "b" });
  await client.chat.delete({ channel: affiliateOps, ts });
  await app.start();
  await client.chat.postMessage({ channel: maya, text: "c" });

  await vi.waitFor(() => expect(changes).toHaveLength(6));
  expect(changes).toMatchObject([
    { type: "message", message: { ts, text: "a" } },
    { type: "message", message: { ts, text: "b" } },
    { type: "message_deleted", channel: affiliateOps, ts },
    { type: "connected", connected: true },
    { type: "channel", channel: { members: [maya, "U0CCBOT001"] } },
    { type: "message", message: { text: "c" } },
  ]);
  stop.abort();
  await following;
});

async function follow(response: Response, changes: BoxChange[]): Promise<void> {
  const text = response.body?.pipeThrough(new TextDecoderStream());
  try {
    for await (const part of text ?? [])
      for (const line of part.split("\n"))
        if (line.startsWith("data: ")) changes.push(JSON.parse(line.slice(6)) as BoxChange);
  } catch (error) {
    if ((error as Error).name !== "AbortError") throw error;
  }
}
