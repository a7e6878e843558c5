import { readAnswer } from "#model/answer-value.ts";
import { settling, skippedBy, waitOn } from "#model/asking.ts";
import type { AskingInput, AskingSettings } from "#model/asking.ts";

const field = { label: "Note", type: "text", choices: [] } as const;

/** A note as it is kept: what was asked, and who wrote what, and when. */
interface Note {
  readonly question: string;
  readonly note: string;
  readonly by: string;
  readonly at: string;
}

/** Asks for a person's words until somebody writes some, and has them kept as evidence in one form, whichever step asks. */
export async function askNote<Kept>(
  question: string,
  asked: AskingSettings & AskingInput,
  keep: (note: Note) => Promise<Kept>,
) {
  for (const said of asked.answers) {
    if (!settling([said], ["answer"])) continue;
    if (said.action === "skip") return skippedBy(said);
    const read = readAnswer(said.value, field);
    if (read.kind === "invalid") continue;
    const { by, at } = said;
    const kept = await keep({ question, note: read.value, by, at });
    const summary = `Noted: ${read.value.replaceAll(/\s+/g, " ")}`;
    return { status: "complete", summary, report: [], evidence: [kept] } as const;
  }
  return waitOn({ text: question, actions: ["answer"], field }, asked, asked);
}
