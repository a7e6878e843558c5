import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigError, UsageError } from "#errors.ts";
import {
  assertComparable,
  assertNarrowedAlike,
  commandLine,
  contextOptions,
} from "#exports/comparability.ts";
import type { Option } from "#exports/comparability.ts";
import { differencesOf } from "#exports/differences.ts";
import { readExported, storeOf } from "#exports/exported-file.ts";
import type { ExportedFile } from "#exports/exported-file.ts";
import { openWorkbench } from "#exports/workbench.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { comparisonOf, comparisonText, refusedComparison } from "#terminal/comparison-text.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";

/** Differing records that are told one by one; all are counted. */
const most = { shown: 10, listed: 1000 };

/** Compares two exports of one dataset and filter context record by record; exit status 0 when they are equal, 1 when not, 2 when refused. */
export async function compareExports(
  first: string,
  second: string,
  options: SharedOptions,
): Promise<void> {
  try {
    const expected = await readExported(first);
    const actual = await readExported(second);
    await assertAlike(expected, actual, ownOptions(options));
    const comparison = await compared(expected, actual);
    if (options.json) printJson(comparison);
    else process.stdout.write(comparisonText(comparison, most.shown));
    process.exitCode = comparison.verdict === "match" ? 0 : 1;
  } catch (error) {
    if (options.json && (error instanceof UsageError || error instanceof ConfigError)) {
      const fields = error instanceof UsageError ? error.fields : [];
      printJson(refusedComparison({ fields, message: error.message }));
    }
    throw error;
  }
}

/** What was typed of where the configuration and the data lie, for the command that is to be typed next. */
function ownOptions({ config, data }: SharedOptions): Option[] {
  return [
    ...(config === "countercheck.yml" ? [] : [["config", config] as const]),
    ...(data === "./data" ? [] : [["data", data] as const]),
  ];
}

async function assertAlike(
  { capture: expected }: ExportedFile,
  { capture: actual }: ExportedFile,
  own: readonly Option[],
): Promise<void> {
  assertComparable(actual, expected, own);
  if (expected.dataset !== actual.dataset) {
    const told = `${actual.name} holds ${actual.dataset}, ${expected.name} ${expected.dataset}`;
    const both = [expected.dataset, actual.dataset];
    const id = Object.keys(reconciliations).find((name) => {
      const { needs = [], uses = [] } = reconciliations[name] ?? {};
      return both.every((dataset) => [...needs, ...uses].includes(dataset));
    });
    const runbook = id === undefined ? null : ((await loadRunbooks()).get(id) ?? null);
    const parameters: readonly string[] = runbook?.parameters ?? [];
    const asked = contextOptions(expected.context).filter(([name]) =>
      parameters.includes(name.replace("-", "_")),
    );
    const next = runbook
      ? `a runbook lays them beside each other:\n  ${commandLine(["runbook", "run", runbook.id], [["source", actual.source], ...asked, ...own])}`
      : "no reconciliation lays these beside each other; compare two exports of one dataset.";
    throw new UsageError(`${told}: ${next}`, ["dataset"]);
  }
  assertNarrowedAlike(actual, expected, own);
}

async function compared(expected: ExportedFile, actual: ExportedFile) {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-compare-"));
  const bench = await openWorkbench({ folder, artifacts: storeOf([expected, actual]) });
  try {
    const sides = {
      dataset: expected.capture.dataset,
      expected: await bench.ingest(expected.capture, expected.capture.layout),
      actual: await bench.ingest(actual.capture, actual.capture.layout),
    };
    const differences = await differencesOf(bench.connection, sides, most.listed);
    return comparisonOf(sides.expected.manifest, sides.actual.manifest, differences);
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}
