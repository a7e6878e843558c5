import { mkdir } from "node:fs/promises";

import { loadConfig } from "#config.ts";
import type { Config } from "#config.ts";
import { displayDuration } from "#model/duration.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { beatPath, beatSecret } from "#watch/front/beats.ts";

/** Lists the endpoints of the configuration, and where heartbeats are to be called. */
export async function probeList({ config: file, data, json }: SharedOptions): Promise<void> {
  const { watch } = await loadConfig(file);
  const secret = await secretOf(watch, data);
  const listed = [...watch.endpoints.values()].map(({ id, kind, interval, objective }) => {
    const call = kind === "heartbeat" && secret ? addressOf(watch, beatPath(secret, id)) : null;
    return { id, kind, interval, objective, call };
  });
  if (json) return printJson(listed);
  if (listed.length === 0) process.stdout.write(`${file} names no endpoint.\n`);
  for (const { id, kind, interval, objective, call } of listed) {
    const every = `${kind}, every ${displayDuration(interval)}, to be up ${objective} % of the time`;
    process.stdout.write(`${id}\n  ${every}\n${call === null ? "" : `  is called at ${call}\n`}`);
  }
}

/** The same secret as the bot's: the configured one, else that of the data folder. Null where nobody calls. */
async function secretOf(watch: Config["watch"], data: string): Promise<Buffer | null> {
  const isCalled = [...watch.endpoints.values()].some(({ kind }) => kind === "heartbeat");
  if (!isCalled || watch.listen === null) return null;
  const configured = watch.beatKey ?? null;
  if (configured === null) await mkdir(data, { recursive: true });
  return beatSecret(data, configured);
}

/** As this machine has it; others may reach it by another name. */
function addressOf({ listen }: Config["watch"], path: string): string {
  if (!listen) return path;
  const { host, port } = listen;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}${path}`;
}
