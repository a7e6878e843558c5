import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import type { BoxAnswer, BoxChange, BoxMessage, BoxRequests, BoxState } from "#sandbox/contract.ts";

import { emptyDataFolder } from "../store/databases.ts";

const cli = new URL("../../src/cli.ts", import.meta.url).pathname;

export interface Start {
  readonly data: string;
  readonly port?: number;
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the process is killed by kill -9. */
  readonly lifetime?: number;
}

export interface Exit {
  /** Null when a signal ended the process. */
  readonly status: number | null;
  readonly printed: string;
  readonly said: string;
}

/** A data folder that does not exist yet, gone when the test ends. */
export async function newDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-journey-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "data");
}

/** A data folder whose database is there and empty: that start takes seconds less. */
export async function dataFolder(): Promise<string> {
  const folder = await newDataFolder();
  await cp(await emptyDataFolder(), folder, { recursive: true });
  return folder;
}

/** The real program as a process of its own, and what people do in its workspace in the box. */
export class Program {
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;
  #printed = "";
  #said = "";

  private constructor({ data, port = 0, config, env = {}, lifetime }: Start) {
    const args = [cli, "start", "--data", data, ...(config ? ["--config", config] : [])];
    this.#child = spawn(process.execPath, args, {
      env: {
        PATH: process.env["PATH"],
        LOG_LEVEL: "warn",
        COUNTERCHECK_PORT: String(port),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
      killSignal: "SIGKILL",
      ...(lifetime === undefined ? {} : { timeout: lifetime }),
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#printed += text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#said += text));
    this.#exit = once(this.#child, "close").then(([status]) => ({
      status: status as number | null,
      printed: this.#printed,
      said: this.#said,
    }));
    onTestFinished(async () => void (await this.kill()));
  }

  /** Starts the program and waits until a person may type. */
  static async start(options: Start): Promise<Program> {
    const program = new Program(options);
    while (!program.#printed.includes("Open http")) {
      const exit = await Promise.race([program.#exit, program.#hears()]);
      if ("said" in exit) throw new Error(`it ended with ${exit.status}: ${exit.said}`);
    }
    return program;
  }

  /** Starts a program that is expected to end by itself. */
  static async end(options: Start): Promise<Exit> {
    return new Program(options).#exit;
  }

  async #hears(): Promise<object> {
    return this.#child.stdout ? once(this.#child.stdout, "data") : this.#exit;
  }

  get url(): string {
    return /http:\/\/\S+/.exec(this.#printed)?.[0] ?? "";
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** kill -9, and waits until the process is no more. */
  async kill(): Promise<Exit> {
    this.#child.kill("SIGKILL");
    return this.#exit;
  }

  async stop(signal: "SIGTERM" | "SIGINT" = "SIGTERM"): Promise<Exit> {
    this.#child.kill(signal);
    return this.#exit;
  }

  /** Has it read its configuration again. */
  reload(): void {
    this.#child.kill("SIGHUP");
  }

  async state(): Promise<BoxState> {
    return (await (await fetch(`${this.url}/box/state`)).json()) as BoxState;
  }

  /** The messages of a channel, the oldest first. */
  async messages(channel: string): Promise<BoxMessage[]> {
    const { messages } = await this.state();
    return messages.filter((message) => message.channel === channel);
  }

  /** Does what a person does on the page. */
  async person<Path extends keyof BoxRequests>(
    path: Path,
    request: BoxRequests[Path],
  ): Promise<BoxAnswer> {
    const response = await fetch(`${this.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    return (await response.json()) as BoxAnswer;
  }

  /** Sends files as a person who drops them on the page: one message, with words or without. */
  async upload(
    place: { user: string; channel: string; thread_ts?: string; text?: string },
    ...files: readonly File[]
  ): Promise<BoxAnswer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(place)) form.set(name, value);
    for (const file of files) form.append("file", file);
    const response = await fetch(`${this.url}/box/upload`, { method: "POST", body: form });
    return (await response.json()) as BoxAnswer;
  }

  /** Follows the workspace until it has come to this. */
  async until(holds: (state: BoxState) => boolean): Promise<void> {
    const following = new AbortController();
    const response = await fetch(`${this.url}/box/changes`, { signal: following.signal });
    try {
      for await (const _ of changesIn(response)) if (holds(await this.state())) return;
    } finally {
      following.abort();
    }
    throw new Error(`the workspace went away before that: ${this.#said}`);
  }
}

/** Says once that following has begun, then each time something has changed. */
async function* changesIn(response: Response): AsyncGenerator<BoxChange | null> {
  yield null;
  let rest = "";
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const [, data] = /^data: ?(.*)$/m.exec(event) ?? [];
      if (data !== undefined) yield JSON.parse(data) as BoxChange;
    }
  }
}
