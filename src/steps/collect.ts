import { z } from "zod";

import { datasetNames } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import type { ExportManifest, Reject } from "#model/export.ts";
import type { EvidenceFile, ReportItem } from "#model/report.ts";
import { defineStep } from "#step.ts";

/** Captures one dataset from the run's source as an export, and says what reading it found. */
export default defineStep<{ dataset: Dataset }>({
  title: "Export a dataset",
  settings: z.strictObject({ dataset: z.enum(datasetNames) }),

  async run({ dataset }, _input, world) {
    const manifest = await world.collect(dataset);
    const { rows, rejected, parts, findings } = manifest;
    const exported = parts.map(({ file, original, bytes, sha256 }): EvidenceFile => {
      const counted = parts.length === 1 ? rows : null;
      return { kind: "export", file, title: original, sha256, bytes, rows: counted };
    });
    const kept = await world.keep("manifest", `Manifest of ${dataset}`, manifest);
    const evidence = [...exported, kept];
    const worth = findings.some(({ severity }) => severity !== "info");
    const rejects = rejected > 0 ? `, ${count(rejected)} rejected` : "";
    return {
      status: rejected > 0 || worth ? "attention" : "complete",
      summary: `${count(rows)} ${rows === 1 ? "record" : "records"}${rejects}`,
      report: [
        { kind: "files", text: described(manifest), files: evidence },
        ...findings.map(({ message }): ReportItem => ({ kind: "text", text: message })),
        ...(rejected > 0 ? [rejectTable(manifest)] : []),
      ],
      evidence,
      exports: [manifest],
    };
  },
});

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
