import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";

import { programFolder } from "#config.ts";
import type { Environment } from "#config.ts";
import { readAppManifest } from "#sandbox/app-manifest.ts";
import { startSandbox } from "#sandbox/sandbox.ts";
import type { SlackConnection } from "#slack/app.ts";
import { readManifest } from "#slack/manifest.ts";

interface WayIntoSlack {
  readonly slack: { connection: SlackConnection; apiUrl?: string; port?: number };
  readonly ready: string;
  /** Where the workspace in the box is; null without it. */
  readonly box: string | null;
  readonly close: () => Promise<void>;
}

/** The workspace in the box, Socket Mode with a health address of its own, or HTTP. */
export async function wayIntoSlack(
  { slack: connection, port, host }: Environment,
  data: string,
): Promise<WayIntoSlack> {
  if (connection.mode === "box") {
    const manifestFile = join(programFolder, "manifest.yml");
    const manifest = await readManifest(manifestFile);
    const box = await startSandbox({
      folder: join(data, "workspace"),
      port,
      host,
      isPaced: true,
      ...manifest,
      ...(await readAppManifest(manifestFile)),
    });
    const { botToken, appToken, apiUrl } = box;
    return {
      slack: { connection: { mode: "socket", botToken, appToken }, apiUrl },
      ready: `Countercheck is ready. Open ${box.url} and type /runbook payout-mismatch`,
      box: box.url,
      close: () => box.close(),
    };
  }
  if (connection.mode === "http") {
    const ready = `Countercheck is ready for Slack's requests on port ${port}.`;
    return { slack: { connection, port }, ready, box: null, close: async () => {} };
  }
  const health = createServer((request, response) => {
    response.writeHead(request.url === "/health" ? 200 : 404).end();
  }).listen(port);
  await once(health, "listening");
  return {
    slack: { connection },
    ready: "Countercheck is ready in Slack.",
    box: null,
    close: async () => void health.close(),
  };
}
