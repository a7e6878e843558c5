import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { pinned } from "./pinned.ts";

/** What a peer came to. */
export interface Peer {
  readonly looks: number;
  readonly wall: number;
  readonly cpu: number;
}

const name = "prometheus-blackbox-exporter";
const port = 29_115;
const atOnce = 8;

/** Has the exporter probe an address for so many seconds, as Prometheus would; null where it is not installed. */
export async function blackbox(
  address: string,
  trusted: string,
  folder: string,
  seconds: number,
): Promise<Peer | null> {
  const file = join(folder, "blackbox.json");
  const http = {
    preferred_ip_protocol: "ip4",
    fail_if_body_not_matches_regexp: ['"ok":true'],
    tls_config: { ca_file: trusted },
  };
  await writeFile(file, JSON.stringify({ modules: { look: { prober: "http", http } } }));
  const [command, words] = pinned(1, name, [
    `--config.file=${file}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=error",
  ]);
  const exporter = spawn(command, words, {
    stdio: "ignore",
    env: { ...process.env, GOMAXPROCS: "1" },
  });
  let hasFailed = false;
  exporter.once("error", () => (hasFailed = true));
  exporter.once("exit", () => (hasFailed = true));
  try {
    while (!hasFailed && !(await isThere())) await aMoment();
    if (hasFailed) return null;
    const before = await cpuOf(exporter.pid ?? 0);
    const begun = performance.now();
    let looks = 0;
    const until = begun + seconds * 1000;
    const asking = Array.from({ length: atOnce }, async () => {
      while (performance.now() < until) {
        const asked = `http://127.0.0.1:${port}/probe?module=look&target=${encodeURIComponent(address)}`;
        const text = await (await fetch(asked)).text();
        if (!/^probe_success 1$/m.test(text))
          throw new Error(`${name} does not find it up: ${text}`);
        looks += 1;
      }
    });
    await Promise.all(asking);
    const wall = (performance.now() - begun) / 1000;
    return { looks, wall, cpu: (await cpuOf(exporter.pid ?? 0)) - before };
  } finally {
    exporter.kill();
  }
}

function isThere(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/-/healthy`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
}

/** Seconds of processor time, of Linux: user and system, in hundredths. */
async function cpuOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
