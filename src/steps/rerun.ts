import { DateTime } from "luxon";
import { z } from "zod";

import { durationOrNone, lengthOf } from "#model/asking.ts";
import { datasetNames } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import { collectedIn, filesOf } from "#model/earlier.ts";
import type { Explanation } from "#model/explanation.ts";
import type { ExportManifest } from "#model/export.ts";
import type { EvidenceFile } from "#model/report.ts";
import { comparedDatasets } from "#reconcile/asked-context.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { defineStep } from "#step.ts";
import type { StepOutcome, StepResult, StepWorld } from "#step.ts";

const settings = z.strictObject({
  reconciliation: z.enum(Object.keys(reconciliations)),
  /** What is captured again; all that is compared unless given. */
  datasets: z.array(z.enum(datasetNames)).min(1).optional(),
  wait: durationOrNone.default("2m"),
  /** So many further captures at most. */
  most: z.number().int().min(1).max(20).default(4),
});
type Settings = z.infer<typeof settings>;

/** The captures made so far, and when the next is due. */
interface Memory {
  readonly again: number;
  readonly exports: readonly ExportManifest[];
  readonly due: string;
}

/** Captures what was compared again after a short wait, until two captures in a row agree. */
export default defineStep<Settings, StepResult>({
  title: "Capture again until two captures agree",
  settings,

  async run(asked, input, world) {
    const reconciliation = reconciliations[asked.reconciliation];
    const compared = reconciliation ? comparedDatasets(reconciliation, input.context) : [];
    const first = collectedIn(input.outcomes).filter(({ dataset }) => compared.includes(dataset));
    const compares = Object.values(input.outcomes).filter(
      ({ reconciliation }) => reconciliation === asked.reconciliation,
    );
    const gap = compares.at(-1)?.explanation?.gap;
    if (gap === undefined) {
      return leftOut("Not compared before, so there is nothing to capture again");
    }
    if (!input.refresh) return leftOut("Captured once; pass --refresh to capture again");
    const before =
      (input.memory as Memory | null) ??
      waitAfter({ again: 0, exports: first }, input.startedAt, asked);
    if (DateTime.fromISO(input.at) < DateTime.fromISO(before.due)) return pause(before, asked);
    const again = before.again + 1;
    const datasets = asked.datasets ?? compared;
    const exports: ExportManifest[] = [];
    for (const manifest of before.exports) {
      const isAgain = datasets.includes(manifest.dataset);
      const { dataset, unfiltered = false } = manifest;
      exports.push(isAgain ? await world.collect(dataset, again, unfiltered) : manifest);
    }
    const evidence = await kept(exports, datasets, world);
    const now = await world.reconcile(asked.reconciliation, exports);
    const earlier = sameBytes(before.exports, exports)
      ? now
      : await world.reconcile(asked.reconciliation, before.exports);
    const converged = outcomeOfGap(now.explanation) === outcomeOfGap(earlier.explanation);
    if (!converged && again < asked.most) {
      return { ...pause(waitAfter({ again, exports }, input.at, asked), asked), evidence };
    }
    const explanation = { ...now.explanation, converged };
    const document = await world.keepGap(explanation, asked.reconciliation);
    return {
      ...ended(explanation, again, gap),
      evidence: [...evidence, ...(now.rows ? [now.rows] : []), document],
      exports,
      reconciliation: asked.reconciliation,
    };
  },
});

function leftOut(summary: string): StepOutcome {
  return { status: "skipped", summary, report: [], evidence: [] };
}

function waitAfter(captures: Omit<Memory, "due">, from: string, { wait }: Settings): Memory {
  const due = DateTime.fromISO(from, { zone: "utc" }).plus(lengthOf(wait)).toISO() ?? from;
  return { ...captures, due };
}

function pause(memory: Memory, { wait, most }: Settings) {
  const { again, due } = memory;
  const summary = `Waits ${wait} before capture ${again + 1} of at most ${most} more`;
  return { status: "waiting", summary, prompt: null, until: due, memory } as const;
}

async function kept(
  exports: readonly ExportManifest[],
  datasets: readonly Dataset[],
  world: StepWorld,
): Promise<EvidenceFile[]> {
  const evidence: EvidenceFile[] = [];
  for (const manifest of exports.filter(({ dataset }) => datasets.includes(dataset))) {
    const title = `Manifest of ${manifest.dataset}, captured again`;
    evidence.push(...filesOf(manifest), await world.keep("manifest", title, manifest));
  }
  return evidence;
}

function sameBytes(left: readonly ExportManifest[], right: readonly ExportManifest[]): boolean {
  const bytes = (exports: readonly ExportManifest[]): string =>
    exports.flatMap(({ parts }) => parts.map(({ sha256 }) => sha256)).join();
  return bytes(left) === bytes(right);
}

/** All of an explanation that is a result; findings may tell of the capture itself. */
function outcomeOfGap({ expected, actual, gap, causes, unexplained }: Explanation): string {
  return JSON.stringify([expected, actual, gap, causes, unexplained]);
}

function ended(explanation: Explanation, again: number, first: string): StepOutcome {
  const captures = `${again + 1} captures`;
  const moved =
    first === explanation.gap ? "" : `; the gap went from ${first} to ${explanation.gap}`;
  const summary = explanation.converged
    ? `Converged after ${captures}${moved}`
    : `Not converged after ${captures}: the export still changes${moved}`;
  const status = explanation.converged && moved === "" ? "complete" : "attention";
  return { status, summary, report: [], evidence: [], explanation };
}
