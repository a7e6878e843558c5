import type { Dataset } from "#model/datasets.ts";
import { collectedIn, filesOf } from "#model/earlier.ts";
import type { ExportManifest, Reject } from "#model/export.ts";
import type { Finding } from "#model/outcome.ts";
import type { ReportItem } from "#model/report.ts";
import type { StepInput, StepOutcome, StepWorld } from "#step.ts";

/** Captures one dataset from the run's source as an export, and says what reading it found. */
export async function collectDataset(
  {
    dataset,
    statuses,
    optional = false,
  }: { dataset: Dataset; statuses?: "all" | undefined; optional?: boolean | undefined },
  { source, outcomes }: StepInput,
  world: StepWorld,
): Promise<StepOutcome> {
  if (optional && !world.datasets().includes(dataset)) return notAvailable(source);
  const manifest = await world.collect(dataset, 0, statuses === "all");
  const { rows, rejected, findings } = manifest;
  const kept = await world.keep("manifest", `Manifest of ${dataset}`, manifest);
  const evidence = [...filesOf(manifest), kept];
  const worth = findings.some(({ severity }) => severity !== "info");
  const rejects = rejected > 0 ? `, ${count(rejected)} rejected` : "";
  return {
    status: rejected > 0 || worth ? "attention" : "complete",
    summary: `${count(rows)} ${rows === 1 ? "record" : "records"}${rejects}`,
    report: [
      { kind: "files", text: described(manifest), files: evidence },
      ...newIn(findings, outcomes).map(({ message }): ReportItem => ({
        kind: "text",
        text: message,
      })),
      ...(rejected > 0 ? [rejectTable(manifest)] : []),
    ],
    evidence,
    exports: [manifest],
  };
}

/** What was not found before: what is so of every export of a source is told with the first. */
function newIn(findings: readonly Finding[], outcomes: StepInput["outcomes"]): Finding[] {
  const told = new Set(
    collectedIn(outcomes).flatMap((manifest) => manifest.findings.map(({ message }) => message)),
  );
  return findings.filter(({ message }) => !told.has(message));
}

/** What a step comes to that the run goes on without; nothing was looked at, so it is not complete. */
export function notAvailable(source: string): StepOutcome {
  return { status: "skipped", summary: `Not available from ${source}`, report: [], evidence: [] };
}

function described({ dataset, source, rows, rejected, parts }: ExportManifest): string {
  const files = parts.length === 1 ? "1 file" : `${count(parts.length)} files`;
  const rest = rejected > 0 ? ` and ${count(rejected)} rejected` : "";
  return `Export of ${dataset} from ${source}: ${count(rows)} records${rest} in ${files}, bytes as received.`;
}

function rejectTable({ rejected, rejects }: ExportManifest): ReportItem {
  const all = rejected > rejects.length ? `The first ${count(rejects.length)} of ` : "";
  const cells = ({ file, line, column, value, reason }: Reject) => [
    file,
    String(line),
    column,
    value,
    reason,
  ];
  return {
    kind: "table",
    caption: `${all}${count(rejected)} rejected records`,
    columns: ["File", "Line", "Column", "Value", "Reason"].map((title) => ({
      title,
      align: title === "Line" ? "right" : "left",
    })),
    rows: rejects.map(cells),
  };
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
