import { loadConfig } from "#config.ts";
import { ConfigError } from "#errors.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";

/** Checks the configuration and every runbook, and tells all problems of both; with --json as a document. */
export async function configCheck({ config: file, json }: SharedOptions): Promise<void> {
  const problems: string[] = [];
  const told = (error: unknown): null => {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
    return null;
  };
  const config = await loadConfig(file).catch(told);
  const runbooks = await loadRunbooks().catch(told);
  if (json) {
    printJson({ ok: problems.length === 0, problems });
    process.exitCode = problems.length === 0 ? 0 : 2;
    return;
  }
  if (!config || !runbooks) throw new ConfigError(problems);
  const sources = [...config.sources.keys()].join(", ");
  process.stdout.write(
    `${file} is valid: ${config.timezone}, ${config.currency}, sources ${sources}. ${runbooks.size} runbook(s) are valid.\n`,
  );
}
