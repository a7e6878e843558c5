import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Measurement {
  readonly wallSeconds: number;
  /** User and system, all threads. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly output: string;
}

const preload = new URL("usage.ts", import.meta.url).href;

/** Runs a script in a Node process of its own and measures it from start to exit; any exit but those accepted throws. */
export async function measure(
  script: string,
  args: readonly string[],
  accepted: readonly number[] = [0],
): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), "usage-"));
  const file = join(folder, "usage.json");
  const started = performance.now();
  const { code, output, said } = await finished(script, args, file);
  const wallSeconds = (performance.now() - started) / 1000;
  if (!accepted.includes(code ?? -1)) throw new Error(`${script} exited ${code}\n${said}${output}`);
  const usage = JSON.parse(await readFile(file, "utf8")) as NodeJS.ResourceUsage;
  await rm(folder, { recursive: true });
  return {
    wallSeconds,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    peakMegabytes: usage.maxRSS / 1024,
    output,
  };
}

function finished(script: string, args: readonly string[], file: string) {
  const child = spawn(process.execPath, ["--import", preload, script, ...args], {
    env: { ...process.env, BENCH_USAGE: file },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, said] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  return new Promise<{ code: number | null; output: string; said: string }>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, said }));
  });
}

/** The measurement in the middle by wall time. */
export function median(all: readonly Measurement[]): Measurement {
  const sorted = all.toSorted((a, b) => a.wallSeconds - b.wallSeconds);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!middle) throw new Error("nothing was measured");
  return middle;
}

/** One line of a table of measurements. */
export function line(
  name: string,
  { wallSeconds, cpuSeconds, peakMegabytes }: Measurement,
): string {
  const wall = `${wallSeconds.toFixed(2)} s`.padStart(9);
  const cpu = `${cpuSeconds.toFixed(2)} s`.padStart(9);
  return `${name.padEnd(22)} wall ${wall}  cpu ${cpu}  peak ${peakMegabytes.toFixed(0).padStart(5)} MB`;
}
