import { stringify } from "csv-stringify/sync";
import type { DateTime } from "luxon";
import type { Logger } from "pino";

import { drawingChart } from "#charts/drawing-chart.ts";
import { renderPng } from "#charts/png.ts";
import { neutralCell } from "#evidence/package/spreadsheet-cell.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { showsAnything } from "#model/drawing.ts";
import type { Drawing } from "#model/drawing.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { titleOf } from "#model/judged-check.ts";
import type { EvidenceFile } from "#model/report.ts";
import { trendDrawing } from "#model/trend.ts";
import { evidenceName } from "#runs/evidence-name.ts";

export interface DetailsParts {
  readonly artifacts: Pick<ArtifactStore, "put">;
  /** What the files are named after: the same for a judging that is done again. */
  readonly at: DateTime;
  readonly log: Logger;
  readonly mask?: ((text: string) => string) | undefined;
}

/** Keeps what people open of a result: its trend and what it wants drawn as pictures, its rows as a sheet. A picture that fails costs nothing but itself. */
export async function keepDetails(judged: JudgedCheck, parts: DetailsParts): Promise<JudgedCheck> {
  const title = titleOf(judged);
  const isWrong = judged.outcome !== "pass" && judged.outcome !== "not_available";
  const trend = isWrong ? trendDrawing(judged, title) : null;
  const files = [
    trend && (await drawn(trend, "trend", judged, parts)),
    judged.drawing && (await drawn(judged.drawing, "chart", judged, parts)),
    isWrong && judged.rows.length > 0 ? await sheet(judged, parts) : null,
  ];
  return { ...judged, files: files.filter((file) => file !== null && file !== undefined) };
}

async function drawn(
  drawing: Drawing,
  what: string,
  judged: JudgedCheck,
  parts: DetailsParts,
): Promise<EvidenceFile | null> {
  if (!showsAnything(drawing)) return null;
  try {
    const data = await renderPng(drawingChart(masked(drawing, parts.mask)));
    const kept = await parts.artifacts.put(nameOf(judged, what, "png", parts), { data });
    return { ...kept, kind: "chart", title: drawing.title, rows: null };
  } catch (error) {
    parts.log.warn({ err: error, check: judged.check }, "a picture could not be drawn");
    return null;
  }
}

/** Pictures cannot be masked once they are drawn. */
function masked(drawing: Drawing, mask: DetailsParts["mask"]): Drawing {
  if (!mask) return drawing;
  return JSON.parse(JSON.stringify(drawing), (_, value: unknown) =>
    typeof value === "string" ? mask(value) : value,
  ) as Drawing;
}

async function sheet(judged: JudgedCheck, parts: DetailsParts): Promise<EvidenceFile> {
  const { rows } = judged;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const data = stringify([
    columns.map(neutralCell),
    ...rows.map((row) => columns.map((column) => neutralCell(row[column] ?? ""))),
  ]);
  const kept = await parts.artifacts.put(nameOf(judged, "rows", "csv", parts), { data });
  return { ...kept, kind: "rows", title: `${titleOf(judged)}: rows`, rows: rows.length };
}

function nameOf(
  { source, check, program, period: context }: JudgedCheck,
  what: string,
  extension: string,
  { at }: DetailsParts,
): string {
  const startedAt = at.toUTC().toISO() ?? "";
  const named = program === null ? what : `${what} ${program}`;
  return evidenceName({ source, runbook: check, context, startedAt }, named, extension);
}
