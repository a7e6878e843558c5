import { join } from "node:path";

import { DateTime } from "luxon";
import { ulid } from "ulid";

import { loadConfig } from "#config.ts";
import { UsageError } from "#errors.ts";
import { datasetNames } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import { suggestion } from "#nearest.ts";
import { parameterNames } from "#runbook.ts";
import { resolveRequest } from "#runs/parameters.ts";
import type { Request } from "#runs/parameters.ts";
import { aloneInput } from "#runs/perform.ts";
import type { Performer } from "#runs/perform.ts";
import { journal, typed } from "#terminal/journal.ts";
import { performerIn } from "#terminal/performer.ts";
import { givenOf, printJson } from "#terminal/options.ts";
import type { ContextOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";

/** Captures one dataset in the context asked for and prints its manifest. */
export async function exportDataset(dataset: string, options: ContextOptions): Promise<void> {
  if (!isDataset(dataset)) {
    throw new UsageError(`There is no dataset "${dataset}".${suggestion(dataset, datasetNames)}`, [
      "dataset",
    ]);
  }
  const config = await loadConfig(options.config);
  const any = { id: "export", parameters: [...parameterNames] };
  const request = resolveRequest(any, givenOf(options), config, DateTime.now());
  const outcome = await collect(dataset, request, await performerIn(options.data, config));
  const [manifest] = outcome.exports ?? [];
  if (!manifest) throw new Error("collect left no manifest");
  await journal(options.data, typed("export", null, { dataset, export: manifest.name }));
  if (options.json) {
    printJson(manifest);
    return;
  }
  process.stdout.write(`${dataset}: ${outcome.summary}\n`);
  for (const { file, sha256 } of manifest.parts) {
    process.stdout.write(`  ${sha256}  ${join(options.data, "artifacts", file)}\n`);
  }
  for (const { severity, message } of manifest.findings) {
    process.stdout.write(printable(`  ${severity}: ${message}\n`));
  }
  for (const { file, line, column, value, reason } of manifest.rejects) {
    process.stdout.write(printable(`  ${file}:${line} ${column}: "${value}" ${reason}\n`));
  }
}

async function collect(dataset: Dataset, request: Request, performer: Performer) {
  const runId = ulid();
  const input = { ...aloneInput("export", request), runId, outcomes: {} };
  const step = { id: "export", title: `Export ${dataset}`, kind: "collect", dataset };
  const { signal } = new AbortController();
  try {
    const outcome = await performer.perform({ step, input, signal });
    if (outcome.status === "waiting") throw new Error("collecting a dataset waits for nobody");
    return outcome;
  } finally {
    await performer.release(runId);
  }
}

function isDataset(name: string): name is Dataset {
  return (datasetNames as string[]).includes(name);
}
