import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const child = fileURLToPath(new URL("kills-child.ts", import.meta.url));

export interface Ended {
  /** What the run went through in this process. */
  readonly boundaries: readonly string[];
  readonly status: string;
  /** The root hash of its evidence package. */
  readonly root: string;
  readonly items: number;
}

interface Started {
  /** The demo program. */
  readonly folder: string;
  /** Where the run is kept from one process to the next. */
  readonly data: string;
  readonly runbook: string;
  /** `before:<boundary>` or `after:<boundary>`; to the end unless given. */
  readonly stopAt?: string;
}

/** Starts or goes on with a run in a process of its own; null where that was killed. */
export function goOn({ folder, data, runbook, stopAt }: Started): Promise<Ended | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended | null>();
  const args = [folder, data, runbook, ...(stopAt === undefined ? [] : [stopAt])];
  const process_ = spawn(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    child,
    ...args,
  ]);
  let [printed, said] = ["", ""];
  process_.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  process_.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  process_.on("error", reject);
  process_.on("close", (code, signal) => {
    if (signal === "SIGKILL") resolve(null);
    else if (code === 0) resolve(JSON.parse(printed) as Ended);
    else reject(new Error(`${args.join(" ")} exited ${code}: ${said}`));
  });
  return promise;
}

/** Does a run that is killed at each of these, one process after the other, and says how many did die and how it ended. */
export async function goOnKilled(
  run: Omit<Started, "stopAt">,
  stops: readonly string[],
): Promise<{ readonly kills: number; readonly ended: Ended | null }> {
  let kills = 0;
  for (const stopAt of stops) if ((await goOn({ ...run, stopAt })) === null) kills += 1;
  return { kills, ended: await goOn(run) };
}
