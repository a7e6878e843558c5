import { join } from "node:path";

import { DateTime } from "luxon";

import { readAsked } from "#cadence/asked.ts";
import type { Asked } from "#cadence/asked.ts";
import { judgeAll } from "#cadence/judge-all.ts";
import { withOwnChecks } from "#cadence/own-checks.ts";
import { loadChecks, loadConfig } from "#config.ts";
import { exitStatus, UsageError } from "#errors.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { formatAmount } from "#model/money.ts";
import type { ParameterName } from "#runbook.ts";
import { assertTaken, readCurrency } from "#runs/parameters.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { lineOf, summaryOf } from "#terminal/check-text.ts";
import { givenOf, printJson } from "#terminal/options.ts";
import type { ContextOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";

/** Judges a cadence's checks, or one check, over a closed window; exit status 1 where one fails or had no data, else that of the worst fault which kept one from being judged. */
export async function checkRun(word: string, options: ContextOptions): Promise<void> {
  const config = await loadConfig(options.config);
  const checks = await withOwnChecks(config, await loadChecks());
  const runbooks = await loadRunbooks(config);
  const given = givenOf(options);
  assertTaken({ id: "check run", parameters: taken }, given);
  const asked = narrowed(readAsked(word, given, { config, checks, now: DateTime.utc() }), given);
  const parts = {
    config: { ...config, currency: readCurrency(given["currency"] ?? config.currency) },
    artifacts: await openDiskArtifacts(join(options.data, "artifacts")),
    scratchFolder: join(options.data, "scratch", "terminal"),
  };
  const { signal } = new AbortController();
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => {
    faults.push(fault);
    if (exitStatus(fault) === 4) process.stderr.write(printable(`${stackOf(fault)}\n`));
  };
  const judged = await judgeAll(
    { ...parts, onFault },
    {
      ...asked,
      at: DateTime.utc(),
      signal,
      onJudged: (one) => void process.stderr.write(printable(`${lineOf(one)}\n`)),
    },
  );
  if (options.json) printJson(documentOf(asked, judged));
  else process.stdout.write(`\n${summaryOf(asked, judged, { runbooks, options })}\n`);
  process.exitCode = statusOf(judged, faults);
}

/** What a check judges is its own matter; where it looks may be asked. */
const taken: ParameterName[] = ["source", "window", "timezone", "currency", ...scopeFields];

/** Every check narrowed to the scope that was asked for; of those judged by program only that one's. */
function narrowed(asked: Asked, given: Readonly<Record<string, string>>): Asked {
  const scope = Object.fromEntries(
    scopeFields.flatMap((field) => (given[field] ? [[field, given[field]]] : [])),
  );
  const { program } = scope;
  const plan = asked.plan.filter(
    (one) => program === undefined || one.program === null || one.program === program,
  );
  if (plan.length === 0 && asked.plan.length > 0) {
    const known = asked.plan.flatMap((one) => one.program ?? []);
    throw new UsageError(
      `${asked.onlyCheck ?? asked.cadence} is judged by program, of ${known.join(", ")}, not of ${program}.`,
      ["program"],
    );
  }
  return { ...asked, plan: plan.map((one) => ({ ...one, scope: { ...one.scope, ...scope } })) };
}

/** The one JSON document of `check run`. */
function documentOf({ cadence, onlyCheck, period }: Asked, judged: readonly JudgedCheck[]) {
  const { from, to, timezone } = period;
  return {
    cadence,
    check: onlyCheck,
    window: { from, to, timezone },
    results: judged.map((one) => ({
      check: one.check,
      title: one.title,
      source: one.source,
      program: one.program,
      outcome: one.outcome,
      text: one.text,
      metric: one.metric,
      unit: one.unit ?? null,
      expected: one.expected,
      at_risk: { amount: formatAmount(one.atRisk, one.currency), currency: one.currency },
      trend: one.trend ?? [],
      rows: one.rows,
      runbook: one.runbook,
      evidence: one.exports,
    })),
  };
}

/** What was found comes before what kept others from finding; of those the worst counts: ours, theirs, the person's. */
function statusOf(judged: readonly JudgedCheck[], faults: readonly unknown[]): number {
  const isFound = judged.some(({ outcome }) => outcome === "fail" || outcome === "no_data");
  return isFound ? 1 : Math.max(0, ...faults.map(exitStatus));
}

function stackOf(fault: unknown): string {
  return (fault instanceof Error ? fault.stack : undefined) ?? String(fault);
}
