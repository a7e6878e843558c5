import { z } from "zod";

import { readAnswer } from "#model/answer-value.ts";
import { askingSettings, settling, skippedBy, waitOn } from "#model/asking.ts";
import { nameIn, sheetTitle } from "#model/close.ts";
import type { CloseFacts, DraftedClose } from "#model/close.ts";
import { collectedIn } from "#model/earlier.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import type { ReportItem } from "#model/report.ts";
import { defineStep } from "#step.ts";
import type { StepInput, StepResult } from "#step.ts";

const settings = z.strictObject(askingSettings);
const field = { label: "Reason to close it", type: "text", choices: [] } as const;

/** Drafts the month's sheets of every program and currency; where the month is not ready, or is closed already and differs now, asks why it is closed. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Draft the month's sheets",
  settings,

  async run(asked, input, world) {
    const draft = await world.draftClose(collectedIn(input.outcomes));
    const { facts, before } = draft;
    const report = [tableOf(facts), ...sentences(facts)];
    if (before && before.difference === null) {
      const { version, prepared_by: preparer } = before.signOff;
      const summary = `Closed already, the same: version ${version} by ${nameIn(preparer)}`;
      return { status: "complete", summary, report, evidence: [] };
    }
    const text = questionOf(draft, input);
    if (text !== null) {
      let progress: string | null = null;
      for (const said of input.answers) {
        if (!settling([said], ["answer"])) continue;
        if (said.action === "skip") return skippedBy(said);
        const reason = readAnswer(said.value, field);
        if (reason.kind === "valid") return drafted(draft, report, reason.value);
        progress = reason.sentence;
      }
      return waitOn({ text, actions: ["answer"], field, progress }, asked, input);
    }
    return drafted(draft, report, null);
  },
});

/** What is asked before sheets are drafted; null where nothing has to be. */
function questionOf(
  { facts, before }: DraftedClose,
  { requestedBy }: Pick<StepInput, "requestedBy">,
): string | null {
  const { month, open } = facts;
  const notReady = open === null ? "" : `${open} `;
  if (before?.difference) {
    const { signOff, difference } = before;
    return `${month} is closed already, version ${signOff.version} by ${nameIn(signOff.prepared_by)}, and it differs now: ${difference.sentence}. ${notReady}Say why it is closed anew, or skip.`;
  }
  // On the command line nothing is signed here, and countercheck close asks.
  if (notReady === "" || requestedBy === null) return null;
  return `${notReady}Say why it is closed all the same, or skip.`;
}

function drafted(
  { facts, files, before }: DraftedClose,
  report: readonly ReportItem[],
  reason: string | null,
): StepResult {
  const count = facts.sheets.length;
  const how = before?.difference ? "closed anew" : "closed though not ready";
  const why = reason === null ? "" : `; ${how}: ${reason.replaceAll(/\s+/g, " ")}`;
  const isWorth = facts.sheets.some(({ verdict }) => verdict !== "match");
  const lines = before?.difference?.lines ?? [];
  return {
    status: isWorth || reason !== null ? "attention" : "complete",
    summary: `${count === 1 ? "1 sheet" : `${count} sheets`} drafted${why}`,
    report: [
      ...report,
      ...(lines.length > 0
        ? [
            {
              kind: "text",
              text: ["What differs from the version before:", ...lines].join("\n"),
            } as const,
          ]
        : []),
      { kind: "files", text: "The sheets to be signed.", files },
    ],
    evidence: files,
    ...(reason === null ? {} : { answer: reason }),
  };
}

function tableOf({ month, sheets }: CloseFacts): ReportItem {
  return {
    kind: "table",
    caption: `Sheets of ${month}`,
    columns: [
      { title: "Sheet", align: "left" },
      { title: "Verdict", align: "left" },
      { title: "Expected", align: "right" },
      { title: "Actual", align: "right" },
      { title: "Gap", align: "right" },
      { title: "Unexplained", align: "right" },
    ],
    rows: sheets.map((sheet) => [
      sheetTitle(sheet),
      sheet.verdict,
      displayAmount(sheet.expected.amount, sheet.currency),
      displayAmount(sheet.actual.amount, sheet.currency),
      displaySigned(sheet.gap, sheet.currency),
      displaySigned(sheet.unexplained, sheet.currency),
    ]),
  };
}

function sentences({ left_out: leftOut, open }: CloseFacts): ReportItem[] {
  const notReady = open === null ? [] : [`Not ready: ${open}`];
  return [...leftOut, ...notReady].map((text) => ({ kind: "text", text }));
}
