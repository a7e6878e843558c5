import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { authority } from "../test/probes/authority.ts";
import { blackbox } from "./probes/blackbox.ts";
import { falseAlerts } from "./probes/false-alerts.ts";
import { pinned } from "./probes/pinned.ts";

/**
 * Looks over HTTP and HTTPS on one core, each with its assertions, state and place in history, beside the exporter of
 * Prometheus that keeps nothing; a thousand endpoints watched by the whole program; what is said of endpoints that are well.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    endpoints: { type: "string", default: "1000" },
    interval: { type: "string", default: "10000" },
    watched: { type: "string", default: "60" },
    looks: { type: "string", default: "1000000" },
  },
});

const folder = await mkdtemp(join(tmpdir(), "countercheck-probes-"));
const trusted = join(folder, "authority.pem");
const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
const issuer = await authority();
const pair = await issuer.sign();
await Promise.all([
  writeFile(trusted, issuer.certificate),
  writeFile(cert, pair.cert),
  writeFile(key, pair.key),
]);
const target = run(0, "target.ts", [cert, key]);
try {
  const [plain, secure] = JSON.parse(await said(target)) as [number, number];
  const addresses = [`http://127.0.0.1:${plain}`, `https://127.0.0.1:${secure}`];
  for (const address of addresses) {
    for (const atOnce of ["8", "32"]) await throughput(address, atOnce);
    await beside(address);
  }
  await watched(addresses[0] ?? "");
  alerts();
} finally {
  target.kill();
  await rm(folder, { recursive: true });
}

async function throughput(address: string, atOnce: string): Promise<void> {
  const child = run(1, "looks.ts", [address, trusted, atOnce, values.seconds]);
  const { looks, bad, wall, cpu, megabytes } = await answered(child);
  if (bad) throw new Error(`${bad} of ${looks} looks found ${address} not up`);
  const name = `${new URL(address).protocol.slice(0, -1)}, ${atOnce} at once`;
  console.log(`${name.padEnd(20)} ${figures(looks, wall, cpu)}  ${megabytes?.toFixed(0)} MB`);
}

async function beside(address: string): Promise<void> {
  const peer = await blackbox(address, trusted, folder, Number(values.seconds));
  if (peer)
    console.log(`${"blackbox_exporter".padEnd(20)} ${figures(peer.looks, peer.wall, peer.cpu)}`);
  else console.log("blackbox_exporter    skipped: prometheus-blackbox-exporter is not installed");
}

async function watched(address: string): Promise<void> {
  const words = [address, trusted, values.endpoints, values.interval, values.watched];
  const seen = await answered(run(1, "watching.ts", words, ["--expose-gc"]));
  const { looks, p50, p99, max, all, missing, overruns, cpu, idle = 0, megabytes = 0 } = seen;
  if (missing) throw new Error(`${missing} endpoints were never looked at`);
  const late = [p50, p99, max].map((milliseconds) => `${milliseconds?.toFixed(1)} ms`);
  console.log(
    `${values.endpoints} endpoints, ${values.interval} ms: ${looks} looks, late p50 ${late[0]}, p99 ${late[1]}, max ${late[2]}; ${overruns} skipped`,
  );
  console.log(
    `all looked at after ${all?.toFixed(1)} s; ${((cpu ?? 0) * 100).toFixed(1)} % of a core; ${megabytes.toFixed(0)} MB, ${(megabytes - idle).toFixed(0)} above idle`,
  );
}

function alerts(): void {
  const looks = Number(values.looks);
  for (const interval of [1000, 10_000, 60_000]) {
    const alarms = falseAlerts(looks, 0.001, interval).length;
    console.log(
      `${looks.toLocaleString("en-US")} looks every ${interval / 1000} s, one of a thousand failing by chance: ${alarms} alerts`,
    );
  }
}

function figures(looks: number | undefined, wall = 1, cpu = 0): string {
  const count = looks ?? 0;
  const speed = `${Math.round(count / wall).toLocaleString("en-US")} looks/s`;
  return `${speed.padStart(14)}  ${((cpu / count) * 1000).toFixed(3)} CPU s per 1,000`;
}

function run(
  core: number,
  script: string,
  words: readonly string[],
  flags: readonly string[] = [],
) {
  const file = fileURLToPath(new URL(`probes/${script}`, import.meta.url));
  const [command, all] = pinned(core, process.execPath, [...flags, file, ...words]);
  return spawn(command, all, { stdio: ["ignore", "pipe", "inherit"] });
}

async function said(child: ChildProcess): Promise<string> {
  const [text] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return text.toString();
}

async function answered(child: ChildProcess): Promise<Readonly<Record<string, number>>> {
  const text = await said(child);
  child.kill();
  return JSON.parse(text) as Record<string, number>;
}
