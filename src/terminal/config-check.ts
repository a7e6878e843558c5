import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { DateTime } from "luxon";
import { ulid } from "ulid";

import { ownCheckFlaws } from "#cadence/own-check-flaws.ts";
import { loadChecks, loadConfig } from "#config.ts";
import type { Config } from "#config.ts";
import { ConfigError } from "#errors.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { inspectSources } from "#exports/inspect.ts";
import { parameterNames } from "#runbook.ts";
import { resolveRequest } from "#runs/parameters.ts";
import { readRunbooks } from "#runs/runbooks.ts";
import { sqlFlaws } from "#runs/sql-flaws.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";
import { runbookSettingsOf } from "#terminal/refused-config.ts";

/**
 * Checks the configuration and every runbook, the SQL of a team's own too, and tells all problems of both; with --json as
 * a document. What the files it names lack today is a warning: exports may come later, and with more columns.
 */
export async function configCheck({ config: file, json }: SharedOptions): Promise<void> {
  const problems: string[] = [];
  const config = await loadConfig(file).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return null;
  });
  const settings = config ?? (await runbookSettingsOf(file));
  const { runbooks, problems: flawed } = await readRunbooks(settings);
  problems.push(...flawed);
  const known = flawed.length === 0 ? runbooks : null;
  const warnings = config ? [...(await lookAt(config)), ...unheard(config)] : [];
  if (config) problems.push(...(await ownCheckFlaws(config, await loadChecks(), known)));
  const { runbooks: ours } = await readRunbooks(null);
  if (settings?.runbooks) {
    const own = [...runbooks.values()].filter(({ id }) => !ours.has(id));
    const flaws = await sqlFlaws(settings.runbooks, own);
    problems.push(...flaws.problems);
    warnings.push(...flaws.warnings);
  }
  if (json) {
    printJson({ ok: problems.length === 0, problems, warnings });
    process.exitCode = problems.length === 0 ? 0 : 2;
    return;
  }
  for (const warning of warnings) process.stderr.write(printable(`warning: ${warning}\n`));
  if (!config || problems.length > 0) throw new ConfigError(problems);
  const sources = [...config.sources.keys()].join(", ");
  process.stdout.write(
    `${file} is valid: ${config.timezone}, ${config.currency}, sources ${sources}. ${countOf(config, ours.size, runbooks.size - ours.size)}\n`,
  );
}

/** Endpoints whose outages nobody would hear of. */
function unheard({ watch: { channel, endpoints } }: Config): string[] {
  const silent = [...endpoints.values()].filter((one) => (one.channel ?? channel) === null);
  if (silent.length === 0) return [];
  const ids = silent.map(({ id }) => id).join(", ");
  return [`outages of ${ids} are told nowhere: name a channel under watch, or one of the endpoint`];
}

function countOf({ folder, runbooks }: Config, ours: number, own: number): string {
  if (runbooks === null) return `${ours} runbooks are valid.`;
  const place = relative(folder, runbooks);
  const shown = place.startsWith("..") ? place : `./${place}`;
  return `Runbooks: ${ours} of ours and ${own} of ${shown} are valid.`;
}

/** What a run of today would refuse of the files the configuration names. */
async function lookAt(config: Config): Promise<string[]> {
  const scratch = await mkdtemp(join(tmpdir(), "countercheck-look-"));
  const [first = ""] = config.sources.keys();
  const any = { id: "config check", parameters: [...parameterNames] };
  const { context } = resolveRequest(any, { source: first }, config, DateTime.now());
  const { signal } = new AbortController();
  try {
    return await inspectSources(config, {
      source: { find: findFilesFrom(config.folder), fetch: globalThis.fetch, signal },
      context,
      scratch: () => join(scratch, ulid()),
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
