import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

import { Program } from "./program.ts";

const run = promisify(execFile);
const project = fileURLToPath(new URL("..", import.meta.url));
const bin = fileURLToPath(new URL("../node_modules/.bin", import.meta.url));
/** The machine's own node, not the checkout's: a newcomer has no other. */
const env = {
  ...process.env,
  PATH: (process.env["PATH"] ?? "")
    .split(":")
    .filter((part) => part !== bin.replace(/\/$/, ""))
    .join(":"),
};

/** Clone, install, start, type one command: seconds until each is done. */
async function firstAnswer(name: string, cache: string | null): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "first-answer-"));
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  try {
    await run("git", ["clone", "--quiet", project, "countercheck"], { cwd: folder, env });
    const clone = join(folder, "countercheck");
    const from = cache === null ? [] : ["--cache", cache];
    await run("npm", ["ci", "--no-audit", "--no-fund", ...from], { cwd: clone, env });
    const installed = seconds();
    const program = await Program.start("npm", ["start"], clone, env);
    const connected = seconds();
    try {
      const answer = await program.command("payout-mismatch source=acme");
      if (!answer.ok) throw new Error(`the command was refused: ${answer.text}`);
      await program.message(({ metadata }) => metadata?.event_type === "countercheck");
      const answered = seconds();
      await program.message(
        ({ thread_ts, text }) => thread_ts !== undefined && text.includes("unexplained"),
      );
      console.log(
        `  ${name.padEnd(12)} installed ${installed}  started ${connected}  first answer ${answered}  verdict ${seconds()}`,
      );
    } finally {
      await program.stop();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

console.log("fresh clone to the first answered /runbook (figure: 60 s)");
await firstAnswer("warm cache", null);
const empty = await mkdtemp(join(tmpdir(), "npm-cache-"));
await firstAnswer("empty cache", empty);
await rm(empty, { recursive: true });
