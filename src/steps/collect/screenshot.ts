import { DateTime } from "luxon";

import { isShownInFull } from "#model/artifacts.ts";
import { settling, skippedBy, waitOn } from "#model/asking.ts";
import type { AskingSettings } from "#model/asking.ts";
import { filled } from "#model/filled-text.ts";
import type { StepInput, StepResult } from "#step.ts";

/** Asks people to drop a picture into the thread, until one is there whose filters and date range are said. */
export function collectScreenshot(
  asked: AskingSettings & { readonly text: string },
  input: StepInput,
): StepResult {
  const started = DateTime.fromISO(input.startedAt);
  const pictures = input.evidence.filter(
    ({ kind, at }) => kind === "screenshot" && DateTime.fromISO(at) >= started,
  );
  const picture = pictures.find(isShownInFull);
  if (picture) {
    const { filters, date_range: range } = picture.words;
    return { status: "complete", summary: `Shows ${filters}, ${range}`, report: [], evidence: [] };
  }
  const said = settling(input.answers, []);
  if (said) return skippedBy(said);
  const progress =
    pictures.length === 0
      ? null
      : "A screenshot is there; say which filters and date range it shows";
  return waitOn({ text: filled(asked.text, input), actions: [], progress }, asked, input);
}
