import { causes as vocabulary } from "#model/causes.ts";
import { sheetTitle } from "#model/close.ts";
import type { CloseFacts, SheetFacts, SignOff } from "#model/close.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import type { Finding } from "#model/outcome.ts";

/** The name of the file that says what a close came to, for people. */
export const summaryFile = "SUMMARY.md";

/** A close for people: who signed it, each sheet's totals and causes, what was found, and the exports it was told from. */
export function summaryText(facts: CloseFacts, signOff: SignOff): string {
  const { month, source, timezone, sheets, findings, left_out: leftOut, files } = facts;
  return `${[
    `# ${month} of ${plain(source)}`,
    [
      `- Version ${signOff.version}, days in ${plain(timezone)}`,
      `- Prepared by ${plain(signOff.prepared_by)}`,
      signOff.reviewed_by.length > 0
        ? `- Reviewed by ${signOff.reviewed_by.map(plain).join(", ")}`
        : "- **Drafted, not reviewed by a second person**",
      ...reasonLines(facts, signOff).map((sentence) => `- ${plain(sentence)}`),
      ...(signOff.evidence === null ? [] : [`- Evidence: ${plain(signOff.evidence)}`]),
    ].join("\n"),
    table(
      ["sheet", "verdict", "expected", "actual", "gap", "unexplained"],
      sheets.map(sheetRow),
      "llrrrr",
    ),
    ...sheets.flatMap(sheetSection),
    ...listOf("Found in reading the exports", findings.map(findingText)),
    ...listOf("Left out", leftOut.map(plain)),
    "## Read from",
    table(
      ["dataset", "file", "SHA-256"],
      files.map(({ dataset, file, sha256 }) => [plain(dataset), plain(file), `\`${sha256}\``]),
      "lll",
    ),
    "Every line of a sheet names the file it came from. Expected plus every cause and what is unexplained is actual, exactly.",
  ].join("\n\n")}\n`;
}

/** What was not ready, and why it was closed all the same or anew. */
export function reasonLines(
  { open }: Pick<CloseFacts, "open">,
  { version, reason }: Pick<SignOff, "version" | "reason">,
): string[] {
  const what = version === 1 ? "Closed all the same because" : "Closed anew because";
  return [
    // Books of before this was asked do not say.
    ...(open ? [`Not ready: ${open}`] : []),
    ...(reason === null ? [] : [`${what}: ${reason}`]),
  ];
}

function sheetRow(sheet: SheetFacts): string[] {
  const { file, verdict, expected, actual, gap, unexplained, currency } = sheet;
  return [
    `[${plain(sheetTitle(sheet))}](${file})`,
    verdict,
    displayAmount(expected.amount, currency),
    displayAmount(actual.amount, currency),
    displaySigned(gap, currency),
    displaySigned(unexplained, currency),
  ];
}

function sheetSection(sheet: SheetFacts): string[] {
  const { causes, findings, currency } = sheet;
  if (causes.length === 0 && findings.length === 0) return [];
  return [
    `## ${plain(sheetTitle(sheet))}`,
    ...(causes.length === 0
      ? []
      : [
          table(
            ["cause", "amount", "records"],
            causes.map(({ cause, amount, rows }) => [
              `${vocabulary[cause].title} (\`${cause}\`)`,
              displaySigned(amount, currency),
              rows.toLocaleString("en-US"),
            ]),
            "lrr",
          ),
        ]),
    ...(findings.length === 0 ? [] : [findings.map((one) => `- ${findingText(one)}`).join("\n")]),
  ];
}

function findingText({ severity, message }: Finding): string {
  return `${severity}: ${plain(message)}`;
}

function listOf(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${item}`).join("\n")];
}

function table(head: readonly string[], rows: readonly string[][], aligned: string): string {
  const rule = aligned.split("").map((align) => (align === "r" ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Words from outside, which must make no markup. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`|*[\]]/g, "\\$&");
}
