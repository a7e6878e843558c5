import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

import { measure } from "./measure.ts";
import { Program } from "./program.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    /** Between one command and the next. */
    milliseconds: { type: "string", default: "50" },
    idle: { type: "string", default: "200" },
  },
});

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Sends a command that answers at once, until told to stop; milliseconds from typed to acknowledged. */
async function acknowledgements(program: Program, goesOn: (sent: number) => boolean) {
  const { channels, users } = await program.state();
  const channel = channels.find(({ name }) => name === "affiliate-ops")?.id ?? "";
  const user = users.find(({ is_bot }) => !is_bot)?.id ?? "";
  const taken: number[] = [];
  while (goesOn(taken.length)) {
    const started = performance.now();
    const answer = await program.type({ user, channel, command: "/runbook", text: "list" });
    if (!answer.ok) throw new Error(`the command was refused: ${answer.text}`);
    taken.push(performance.now() - started);
    await delay(Number(values.milliseconds));
  }
  return taken;
}

function line(name: string, taken: readonly number[]): string {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(sorted.length * part) - 1]?.toFixed(1) ?? "none";
  return `  ${name.padEnd(22)} p50 ${at(0.5)} ms  p99 ${at(0.99)} ms  worst ${at(1)} ms  of ${sorted.length}`;
}

const folder = await mkdtemp(join(tmpdir(), "ack-"));
try {
  await measure(path("payout-program.ts"), [folder, values.rows]);
  const config = ["--config", join(folder, "countercheck.yml"), "--data", join(folder, "data")];
  const program = await Program.start(
    process.execPath,
    [path("../src/cli.ts"), "start", ...config],
    folder,
  );
  try {
    const idle = await acknowledgements(program, (sent) => sent < Number(values.idle));
    const started = performance.now();
    const answer = await program.command("payout-mismatch source=acme window=2026-10");
    if (!answer.ok) throw new Error(`the run was refused: ${answer.text}`);
    let running = true;
    const finished = program
      .message(
        ({ text, thread_ts }) => thread_ts !== undefined && text.includes("unexplained"),
        500,
      )
      .finally(() => (running = false));
    const busy = await acknowledgements(program, () => running);
    await finished;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `slash command to acknowledgement, ${Number(values.rows).toLocaleString("en")} rows`,
    );
    console.log(line("nothing else to do", idle));
    console.log(
      line("while the runbook runs", busy),
      ` run took ${seconds} s; Slack allows 3,000 ms`,
    );
  } finally {
    await program.stop();
  }
} finally {
  await rm(folder, { recursive: true });
}
