import { stringify } from "csv-stringify/sync";

import { gapWaterfall } from "#charts/gap-waterfall.ts";
import { renderPng } from "#charts/png.ts";
import { neutralCell } from "#evidence/package/spreadsheet-cell.ts";
import type { Comparison } from "#evidence/package/documents.ts";
import { causes as vocabulary } from "#model/causes.ts";
import type { Explanation } from "#model/explanation.ts";

/** The gap explanation as a sheet: expected, each cause, unexplained, actual, gap; the amounts of the causes and unexplained add up to the gap. */
export function gapSheet(explanation: Explanation): string {
  const { expected, actual, gap, causes, unexplained } = explanation;
  const { currency } = expected;
  const rows = [
    ["expected", "", expected.amount, String(expected.rows), ""],
    ...causes.map(({ cause, amount, rows: records, examples }) => [
      cause,
      vocabulary[cause].title,
      amount,
      String(records),
      examples.join(" "),
    ]),
    ["unexplained", "", unexplained, "", ""],
    ["actual", "", actual.amount, String(actual.rows), ""],
    ["gap", "", gap, "", ""],
  ];
  const cells = rows.map(([part = "", title = "", amount = "", records = "", examples = ""]) =>
    [part, title, amount, currency ?? "", records, examples].map(neutralCell),
  );
  return stringify([["part", "title", "amount", "currency", "records", "examples"], ...cells]);
}

/** Draws the waterfall of a comparison of which no chart was kept. */
export async function gapChart({ explanation, title }: Comparison): Promise<Buffer> {
  const { currency } = explanation.expected;
  return Buffer.from(await renderPng(gapWaterfall(explanation, { title, currency })));
}
