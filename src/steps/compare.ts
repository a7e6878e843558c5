import { z } from "zod";

import { ConfigError, IncomparableError, UsageError } from "#errors.ts";
import { valueFor } from "#model/card.ts";
import { causes as vocabulary } from "#model/causes.ts";
import { datasetNames } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import { collectedIn, filesOf } from "#model/earlier.ts";
import type { Explanation, Side } from "#model/explanation.ts";
import type { ExportManifest } from "#model/export.ts";
import {
  hypothesesTitle,
  hypothesisRows,
  isSearchedInVain,
  noHypothesis,
} from "#model/hypotheses.ts";
import { Decimal, displayAmount, displaySigned } from "#model/money.ts";
import type { EvidenceFile, ReportItem } from "#model/report.ts";
import { byMoney, payoutSides } from "#model/verdict-sentence.ts";
import { assertObeyed, comparedDatasets, lacksCampaigns } from "#reconcile/asked-context.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { defineStep } from "#step.ts";
import type { StepInput, StepOutcome, StepWorld } from "#step.ts";

const settings = z.strictObject({
  reconciliation: z.enum(Object.keys(reconciliations)),
  /** What it can do without, and is not compared without all the same. */
  with: z.enum(datasetNames).optional(),
  /** True where the run goes on without it when the source does not export what is compared. */
  optional: z.boolean().optional(),
});

/** Compares what was collected before, and explains the gap by named causes with their records as evidence. */
export default defineStep<z.infer<typeof settings>>({
  title: "Compare two sides",
  settings,

  async run({ reconciliation, with: wanted, optional }, input, world) {
    const lacking = [
      ...(optional ? lackingFor(reconciliation, input) : []),
      ...(wanted && isLacking(wanted, reconciliation, input) ? [wanted] : []),
    ];
    if (lacking.length > 0) return notCompared(lacking, input);
    const exports = exportsFor(reconciliation, input);
    let compared: Awaited<ReturnType<StepWorld["reconcile"]>>;
    let campaigns: readonly ExportManifest[] = [];
    try {
      campaigns = await campaignsFor(reconciliation, input, world);
      compared = await world.reconcile(reconciliation, [...exports, ...campaigns]);
    } catch (error) {
      if (!optional || !(error instanceof UsageError) || error instanceof IncomparableError) {
        throw error;
      }
      return refused(error);
    }
    const { explanation, rows, rates, days } = compared;
    const isGap = explanation.causes.length > 0 || !new Decimal(explanation.unexplained).isZero();
    const chart = isGap ? await world.drawGap(explanation, reconciliation) : null;
    const document = await world.keepGap(explanation, reconciliation);
    const captured = await keptOf(campaigns, world);
    const files = [...captured, ...(rows ? [rows] : []), ...rates, document];
    const news = newFindings(explanation, exports);
    const worth = news.some(({ severity }) => severity !== "info");
    return {
      status: isGap || worth || isSilent(explanation) ? "attention" : "complete",
      summary: summaryOf(explanation),
      report: [
        ...(chart
          ? [{ kind: "files", text: "The gap, cause by cause.", files: [chart] } as const]
          : []),
        ...(isGap ? [causeTable(explanation)] : []),
        ...hypotheses(explanation),
        ...news.map(({ message }): ReportItem => ({ kind: "text", text: message })),
        ...(rows
          ? [{ kind: "files", text: "Every offending record.", files: [rows] } as const]
          : []),
        {
          kind: "files",
          text: `${campaigns.length > 0 ? "The campaigns, which tell the cost model. " : ""}${
            rates.length > 0
              ? "The rates converted at, the gap explanation."
              : "The gap explanation."
          }`,
          files: [...captured, ...rates, document],
        },
      ],
      evidence: [...(chart ? [chart] : []), ...files],
      ...(campaigns.length > 0 ? { exports: campaigns } : {}),
      explanation,
      reconciliation,
      ...(days.length > 0 ? { days } : {}),
    };
  },
});

/** The last export of each dataset the reconciliation needs. */
function exportsFor(
  reconciliation: string,
  { runbook, outcomes, context }: StepInput,
): ExportManifest[] {
  const collected = collectedIn(outcomes);
  const known = reconciliations[reconciliation];
  return (known ? comparedDatasets(known, context) : []).flatMap((dataset) => {
    const found = collected.find((manifest) => manifest.dataset === dataset);
    if (found) return [found];
    if (!known?.needs.includes(dataset)) return [];
    throw new ConfigError(
      `Runbook ${runbook} compares ${reconciliation} without ${dataset}: put a step of kind collect with dataset: ${dataset} before it.`,
    );
  });
}

/** The campaigns, where the cost model asked for needs them and nobody has collected them. */
async function campaignsFor(
  reconciliation: string,
  { context, outcomes, source }: StepInput,
  world: StepWorld,
): Promise<ExportManifest[]> {
  const known = reconciliations[reconciliation];
  if (known) assertObeyed(known, context);
  const collected = collectedIn(outcomes).map(({ dataset }) => dataset);
  const exported = { id: source, datasets: world.datasets() };
  return lacksCampaigns(context, collected, exported) ? [await world.collect("campaigns")] : [];
}

async function keptOf(
  exports: readonly ExportManifest[],
  world: StepWorld,
): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = [];
  for (const manifest of exports) {
    const kept = await world.keep("manifest", `Manifest of ${manifest.dataset}`, manifest);
    files.push(...filesOf(manifest), kept);
  }
  return files;
}

function lackingFor(reconciliation: string, { outcomes }: StepInput): Dataset[] {
  const collected = new Set(collectedIn(outcomes).map(({ dataset }) => dataset));
  return (reconciliations[reconciliation]?.needs ?? []).filter((name) => !collected.has(name));
}

/** A card that a person read off stands for the export of it. */
function isLacking(
  dataset: Dataset,
  reconciliation: string,
  { card, outcomes }: StepInput,
): boolean {
  const kind = reconciliations[reconciliation]?.card;
  if (dataset === "cards" && kind && valueFor(kind, card) !== null) return false;
  return !collectedIn(outcomes).some((manifest) => manifest.dataset === dataset);
}

function notCompared(lacking: readonly Dataset[], { source }: StepInput): StepOutcome {
  const summary = `Not compared: ${lacking.join(", ")} not available from ${source}`;
  return { status: "skipped", summary, report: [], evidence: [] };
}

/** What cannot be compared as asked is said, and the run goes on. */
function refused({ message }: UsageError): StepOutcome {
  return { status: "attention", summary: `Not compared: ${message}`, report: [], evidence: [] };
}

/** Findings of the comparison itself; those of reading the exports were told when they were read. */
function newFindings({ findings }: Explanation, exports: readonly ExportManifest[]) {
  const told = new Set(
    exports.flatMap((manifest) => manifest.findings).map(({ message }) => message),
  );
  return findings.filter(({ message }) => !told.has(message));
}

/** Silence is not health; a card with a value and no record behind it is no silence. */
function isSilent({ expected, actual, gap }: Explanation): boolean {
  return expected.rows === 0 && actual.rows === 0 && new Decimal(gap).isZero();
}

function summaryOf(explanation: Explanation): string {
  const { expected, gap, causes, unexplained } = explanation;
  if (isSilent(explanation)) return "No records on either side";
  const { currency } = expected;
  const unit = currency === null ? "" : ` ${currency}`;
  const named = causes.length === 1 ? "1 cause" : `${causes.length} causes`;
  const rest = new Decimal(unexplained).isZero()
    ? ""
    : `, ${displaySigned(unexplained, currency)} unexplained`;
  return `Gap ${displaySigned(gap, currency)}${unit}, ${causes.length === 0 ? "no cause" : named}${rest}`;
}

/** Enough to start looking; the file of offending records has them all. */
const shownExamples = 2;

function causeTable(explanation: Explanation): ReportItem {
  const { causes, unexplained, gap, expected, actual } = explanation;
  const sides = explanation.sides ?? payoutSides;
  const { currency } = expected;
  const unit = currency === null ? "" : ` ${currency}`;
  const rows = byMoney(causes).map(({ cause, amount, rows: records, examples }) => [
    vocabulary[cause].title,
    displaySigned(amount, currency),
    records.toLocaleString("en-US"),
    examples.slice(0, shownExamples).join(", ") + (records > shownExamples ? ", …" : ""),
  ]);
  const rest = ["Unexplained", displaySigned(unexplained, currency), "", ""];
  const total = ["Gap", displaySigned(gap, currency), "", ""];
  return {
    kind: "table",
    caption: `Causes of the gap of ${displaySigned(gap, currency)}${unit}`,
    columns: [
      { title: "Cause", align: "left" },
      { title: currency === null ? "Difference" : `Amount in ${currency}`, align: "right" },
      { title: "Records", align: "right" },
      { title: "Examples", align: "left" },
    ],
    rows: [
      sideRow(`Expected: ${sides.expected}`, expected),
      ...rows,
      rest,
      sideRow(`Actual: ${sides.actual}`, actual),
      total,
    ],
  };
}

/** What a search over contexts found, a table; nothing where none was made. */
function hypotheses(explanation: Explanation): ReportItem[] {
  const rows = hypothesisRows(explanation);
  if (rows.length === 0) {
    return isSearchedInVain(explanation) ? [{ kind: "text", text: noHypothesis }] : [];
  }
  return [
    {
      kind: "table",
      caption: hypothesesTitle,
      columns: [
        { title: "Change of context", align: "left" },
        { title: "Gives", align: "right" },
      ],
      rows,
    },
  ];
}

function sideRow(title: string, { amount, currency, rows }: Side): string[] {
  return [title, displayAmount(amount, currency), rows.toLocaleString("en-US"), ""];
}
