#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { createRequire } from "node:module";

import { Command } from "commander";
import type { CommanderError } from "commander";

import { keepCompiled } from "#compile-cache.ts";
import { ConfigError, exitStatus, SourceError, UsageError } from "#errors.ts";
import { printable } from "#terminal/printable.ts";

/** The shared options (docs/command-line.md) that make a filter context. */
const contextOptions = [
  ["--source <id>", "the source to ask, as named in the configuration"],
  [
    "--window <days>",
    "2026-10 or 2026-10-01..2026-10-31, days inclusive; else the last closed month",
  ],
  ["--timezone <zone>", "reporting timezone, such as America/New_York"],
  ["--currency <code>", "reporting currency, such as USD"],
  ["--workspace <id>", "only this workspace"],
  ["--campaign <id>", "only this campaign"],
  ["--link <id>", "only this link"],
  ["--program <id>", "only this program"],
  ["--partner <id>", "only this partner"],
  ["--status <list>", "only these statuses: a,b"],
  ["--date-basis <day>", "the day records are counted by: event, approved or paid"],
  ["--cost-model <name>", "only campaigns of this cost model, such as cpa"],
  ["--card <value>", "the dashboard card's value, read off by you"],
  ["--metric <name>", "the card's metric: revenue or conversions"],
  ["--tab <name>", "the analytics tab: clicks, leads, sales or funnel"],
] as const;

/** Each command's work lies in its own module, read only when asked for, so that help and errors answer at once. */
function commandLine(): Command {
  const { version } = createRequire(import.meta.url)("../package.json") as { version: string };
  const program = new Command("countercheck")
    .description("Reconciles affiliate, referral and link programs to the cent.")
    .version(version)
    .exitOverride()
    .showHelpAfterError("Type countercheck --help to see what can be typed.");

  shared(program.command("start"))
    .description("start the bot: in Slack with tokens, else with a workspace in the browser")
    .action(async (options) => (await import("#main.ts")).start(options));

  const config = program.command("config").description("look at the configuration");
  shared(config.command("check"))
    .description("check the configuration and the runbooks; every problem at once")
    .action(async (options) => (await import("#terminal/config-check.ts")).configCheck(options));

  const runbook = program.command("runbook").description("list and run runbooks");
  shared(runbook.command("list"))
    .description("list the runbooks")
    .action(async (options) => (await import("#terminal/runbook-list.ts")).runbookList(options));
  withContext(runbook.command("run"))
    .argument("<id>", "the runbook, such as payout-mismatch")
    .description("run a runbook on the configured exports")
    .option("--refresh", "capture what may lag again until two captures agree")
    .action(async (id, options) =>
      (await import("#terminal/runbook-run.ts")).runbookRun(id, options),
    );

  const check = program.command("check").description("run checks");
  withContext(check.command("run"))
    .argument("<cadence|check>", "daily, weekly, monthly or a check such as tracking-silence")
    .description("judge a closed window: 2026-10-13, 2026-W42 or 2026-10; 1 when a check fails")
    .action(async (word, options) =>
      (await import("#terminal/check-run.ts")).checkRun(word, options),
    );

  const probe = program.command("probe").description("look at endpoints");
  shared(probe.command("run"))
    .argument("[endpoint]", "an endpoint of the configuration; else every one")
    .description("look once: timing, condition, assertions; 1 when an endpoint is bad")
    .option("--url <address>", "any address instead, such as https://example.com")
    .action(async (id, options) => (await import("#terminal/probe-run.ts")).probeRun(id, options));
  shared(probe.command("list"))
    .description("list the endpoints, and where heartbeats are called")
    .action(async (options) => (await import("#terminal/probe-list.ts")).probeList(options));

  withContext(program.command("export"))
    .argument("<dataset>", "the dataset, such as commissions")
    .description("capture one dataset as an export with its manifest")
    .action(async (id, options) =>
      (await import("#terminal/export.ts")).exportDataset(id, options),
    );

  shared(program.command("compare"))
    .argument("<expected>", "an export's file, its manifest beside it")
    .argument("<actual>", "another of the same dataset and filter context")
    .description("compare two exports record by record; 1 when they differ")
    .action(async (expected, actual, options) =>
      (await import("#terminal/compare.ts")).compareExports(expected, actual, options),
    );

  const evidence = program.command("evidence").description("pack and verify a run's evidence");
  shared(evidence.command("package"))
    .argument("<run>", "the run's id, of Slack or as runbook run said it")
    .description("make a run's two packages: the sealed one and its masked copy")
    .option("--reason <words>", "why it is sealed although something is missing")
    .action(async (id, options) =>
      (await import("#terminal/evidence-package.ts")).evidencePackage(id, options),
    );
  evidence
    .command("verify")
    .argument("<zip>", "the package")
    .description("verify a package by its bytes alone; 1 when it is not as it was sealed")
    .option("--root <hash>", "the root hash said in the run's thread, or when it was sealed")
    .option("--json", "one JSON document on standard output")
    .action(async (zip, options) =>
      (await import("#terminal/evidence-verify.ts")).evidenceVerify(zip, options),
    );

  shared(program.command("close"))
    .argument("<month>", "the month to close, such as 2026-10")
    .description("write a month's sheets into the books, signed; 1 when a sheet is no match")
    .option("--source <id>", "only this source; else all that export commissions and payouts")
    .option("--preparer <person>", 'who prepared it, "Name <mail>"; else the user of this machine')
    .option("--reviewer <person>", 'who reviewed it, "Name <mail>", a second person')
    .option("--reason <words>", "why a month is closed anew, or though it is not ready")
    .option("--review", "add a review to a closed month whose sheets are unchanged")
    .option("--diff", "show how its last two versions differ")
    .action(async (month, options) => (await import("#terminal/close.ts")).close(month, options));

  shared(program.command("audit"))
    .description("who did what, in Slack and on the command line, newest first")
    .option("--run <id>", "only what was done to this run")
    .action(async (options) => (await import("#terminal/audit.ts")).printAudit(options));

  program
    .command("demo")
    .description("write the demo program: a folder of exports with its configuration")
    .requiredOption("--out <dir>", "the folder to write into")
    .option("--month <month>", "the program's last month; else the last closed one")
    .option("--json", "one JSON document on standard output")
    .action(async (options) => (await import("#terminal/demo.ts")).demo(options));
  return program;
}

function shared(command: Command): Command {
  return command
    .option("--config <file>", "configuration file", "countercheck.yml")
    .option("--data <dir>", "state and artifacts", "./data")
    .option("--json", "one JSON document on standard output, logs on standard error");
}

function withContext(command: Command): Command {
  const every = (value: string, earlier: string[] = []): string[] => [...earlier, value];
  for (const [flags, description] of contextOptions) command.option(flags, description, every);
  return shared(command);
}

/** The one border of the command line: says whose fault it is, once, and sets the exit status. */
async function failed(error: unknown): Promise<void> {
  if (isCommander(error) && error.exitCode === 0) return;
  process.exitCode = isCommander(error) ? 2 : exitStatus(error);
  if (process.argv.includes("--json")) {
    const { printFailure } = await import("#terminal/options.ts");
    printFailure({
      fault: faultOf(error),
      fields: error instanceof UsageError ? error.fields : [],
      message: sentenceOf(error),
    });
  }
  if (isCommander(error)) return;
  if (error instanceof ConfigError || error instanceof UsageError || error instanceof SourceError) {
    process.stderr.write(printable(`${error.message}\n`));
  } else {
    process.stderr.write("This is a fault of Countercheck, not of your data. Please report it:\n");
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

function faultOf(error: unknown): "usage" | "config" | "source" | "ours" {
  if (isCommander(error) || error instanceof UsageError) return "usage";
  if (error instanceof ConfigError) return "config";
  return error instanceof SourceError ? "source" : "ours";
}

function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return isCommander(error) ? message.replace(/^error: /, "") : message;
}

function isCommander(error: unknown): error is CommanderError {
  return error instanceof Error && "exitCode" in error && error.name === "CommanderError";
}

/** Whoever reads the output may stop before its end, as `head` does; what was begun is ended all the same. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

process.stdout.on("error", endQuietly);
process.stderr.on("error", endQuietly);
keepCompiled();
await commandLine().parseAsync().catch(failed);
