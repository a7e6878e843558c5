import { styleText } from "node:util";

import { causes as vocabulary } from "#model/causes.ts";
import type { Compared } from "#model/earlier.ts";
import type { Explanation, Side } from "#model/explanation.ts";
import {
  hypothesesTitle,
  hypothesisRows,
  isSearchedInVain,
  noHypothesis,
} from "#model/hypotheses.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import { byMoney, payoutSides, verdictSentence } from "#model/verdict-sentence.ts";
import type { RunResult } from "#runs/result.ts";
import { printable } from "#terminal/printable.ts";

/** A run's result for a person at a terminal: for each comparison, the one that decides first, the verdict, the causes by money and what to do next; then the evidence. */
export function resultText(comparisons: readonly Compared[], result: RunResult): string {
  const files = ["Evidence", ...result.evidence.map(evidenceLine)].join("\n");
  const known = new Set<string>();
  const told = comparisons.flatMap(({ explanation }, index) => {
    const news = explanation.findings.filter(({ message }) => !known.has(message));
    for (const { message } of news) known.add(message);
    return comparison({ ...explanation, findings: news }, index > 0);
  });
  const sections = told.length > 0 ? told : [styleText("bold", uncompared[result.verdict])];
  return `${[...sections, files].filter((section) => section !== "").join("\n\n")}\n`;
}

function comparison(explanation: Explanation, isBeside: boolean): string[] {
  const sentence = printable(verdictSentence(explanation));
  return [
    styleText("bold", isBeside ? `Besides: ${sentence}` : sentence),
    causeTable(explanation),
    hypotheses(explanation),
    explanation.findings
      .map(({ severity, message }) => printable(`${severity}: ${message}`))
      .join("\n"),
    nextSteps(explanation),
  ];
}

/** What a run comes to that compared nothing. */
const uncompared: Readonly<Record<RunResult["verdict"], string>> = {
  match: "Nothing was compared; the checks found nothing.",
  explained: "Nothing was compared.",
  unexplained: "Nothing was compared; a check found what must not be, told above.",
  no_data: "No data: nothing was compared; the steps above say what was not available.",
  refused: "Refused.",
};

function evidenceLine({ file, sha256 }: RunResult["evidence"][number]): string {
  return `  ${sha256.slice(0, 12)}  ${file}`;
}

function causeTable(explanation: Explanation): string {
  const { causes, unexplained, expected, actual, gap } = explanation;
  const sides = explanation.sides ?? payoutSides;
  if (causes.length === 0) return "";
  const amount = (text: string): string => displaySigned(text, expected.currency);
  const side = (title: string, { amount: total, rows }: Side): string[] => [
    title,
    displayAmount(total, expected.currency),
    records(rows),
    "",
  ];
  return table([
    side(`Expected: ${sides.expected}`, expected),
    ...byMoney(causes).map((cause) => [
      vocabulary[cause.cause].title,
      amount(cause.amount),
      records(cause.rows),
      printable(cause.examples.slice(0, 3).join(", ")) + (cause.rows > 3 ? ", …" : ""),
    ]),
    ["Unexplained", amount(unexplained), "", ""],
    side(`Actual: ${sides.actual}`, actual),
    ["Gap", amount(gap), "", ""],
  ]);
}

function hypotheses(explanation: Explanation): string {
  const rows = hypothesisRows(explanation);
  if (rows.length === 0) return isSearchedInVain(explanation) ? noHypothesis : "";
  return [hypothesesTitle, table(rows.map(([changes, value]) => [printable(changes), value]))].join(
    "\n",
  );
}

function records(rows: number): string {
  return `${rows.toLocaleString("en-US")} record${rows === 1 ? "" : "s"}`;
}

/** Columns as wide as their widest cell; the second, an amount, to the right. */
function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (row: string[]): string =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ");
  return rows.map((row) => `  ${line(row)}`.trimEnd()).join("\n");
}

function nextSteps({ causes }: Explanation): string {
  if (causes.length === 0) return "";
  const lines = byMoney(causes).map(({ cause }) => {
    const { title, next } = vocabulary[cause];
    return `  ${title}: ${next}`;
  });
  return ["What to do next", ...lines].join("\n");
}
