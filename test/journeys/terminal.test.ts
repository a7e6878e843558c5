import { stat } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { type } from "../terminal/command-line.ts";
import { dataFolder, Program } from "./program.ts";
import { affiliateOps, maya, repliesTo, runsIn, stepsOf } from "./thread.ts";

/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 120_000;

test(
  "the command line audits and seals a run of the bot that is at work, and again after it was killed",
  async () => {
    const data = await dataFolder();
    const bot = await Program.start({ data });
    const typed = { command: "/runbook", text: "payout-mismatch source=acme" };
    await bot.person("/box/command", { user: maya, channel: affiliateOps, ...typed });
    await bot.until((state) => {
      const [root] = runsIn(state);
      return stepsOf(root).includes("complete") && repliesTo(root, state).length > 0;
    });

    const started = await type(".", "audit", "--data", data, "--json");
    const [{ run }] = JSON.parse(started.output) as [{ run: string }];
    const reason = ["--reason", "to show support", "--json"];
    const packed = await type(".", "evidence", "package", run, "--data", data, ...reason);
    const { root, shared } = JSON.parse(packed.output) as {
      root: string;
      shared: { file: string };
    };
    const verified = await type(".", "evidence", "verify", shared.file, "--root", root);
    await bot.kill();
    const left = await stat(join(data, ".bot", "socket"));
    const after = await type(".", "audit", "--data", data, "--run", run, "--json");
    const next = await Program.start({ data });
    const again = await type(".", "audit", "--data", data, "--run", run, "--json");
    await next.stop();

    expect(started.status).toBe(0);
    expect(verified).toMatchObject({ status: 0, said: "" });
    expect(left.isSocket()).toBe(true);
    expect(JSON.parse(after.output)).toMatchObject([
      { actor: "command line", action: "evidence.package", run, detail: { root } },
      { actor: maya, action: "run.start", run },
    ]);
    expect(again.output).toBe(after.output);
  },
  patience,
);
