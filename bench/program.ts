import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

import type { BoxAnswer, BoxMessage, BoxRequests, BoxState } from "#sandbox/contract.ts";

const secrets = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"];

/** The real program, started as a person starts it, and its workspace in the box over HTTP. */
export class Program {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts a command that prints the workspace's address, and waits until the app is connected to it. */
  static async start(
    command: string,
    args: readonly string[],
    folder: string,
    environment = process.env,
  ): Promise<Program> {
    const noSlack = Object.fromEntries(secrets.map((name) => [name, undefined]));
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...environment, ...noSlack, COUNTERCHECK_PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    const url = await addressOf(child);
    const program = new Program(child, url);
    while (!(await program.state()).connected) await delay(20);
    return program;
  }

  async state(): Promise<BoxState> {
    const response = await fetch(new URL("/box/state", this.url));
    return (await response.json()) as BoxState;
  }

  /** Types a slash command in a channel; answers as Slack would after the app's acknowledgement. */
  async command(text: string): Promise<BoxAnswer> {
    const { channels, users } = await this.state();
    const [channel] = channels.filter(({ name }) => name === "affiliate-ops");
    const [user] = users.filter(({ is_bot }) => !is_bot);
    if (!channel || !user) throw new Error("the workspace has no #affiliate-ops or no person");
    return this.type({ user: user.id, channel: channel.id, command: "/runbook", text });
  }

  async type(typed: BoxRequests["/box/command"]): Promise<BoxAnswer> {
    const response = await fetch(new URL("/box/command", this.url), {
      method: "POST",
      headers: { "content-type": "application/json", origin: new URL(this.url).origin },
      body: JSON.stringify(typed),
    });
    return (await response.json()) as BoxAnswer;
  }

  /** Waits for a message that fits, looking every so many milliseconds; each look costs the program some work. */
  async message(fits: (message: BoxMessage) => boolean, every = 50): Promise<BoxMessage> {
    for (;;) {
      const found = (await this.state()).messages.find(fits);
      if (found) return found;
      await delay(every);
    }
  }

  /** Ends the program and everything it started. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    if (this.#child.pid !== undefined) process.kill(-this.#child.pid, "SIGTERM");
    await ended;
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const found = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(printed);
      if (found) resolve(found[0]);
    });
    child.on("close", (code) => reject(new Error(`the program ended with ${code}\n${printed}`)));
  });
}
