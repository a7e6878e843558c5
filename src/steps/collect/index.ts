import { z } from "zod";

import { askingSettings } from "#model/asking.ts";
import { datasetNames } from "#model/datasets.ts";
import { fillable } from "#model/filled-text.ts";
import { defineStep } from "#step.ts";
import type { StepResult } from "#step.ts";
import { collectConfigChanges } from "./config-changes.ts";
import { collectDataset } from "./dataset.ts";
import { collectIds } from "./ids.ts";
import { collectNote } from "./note.ts";
import { collectScreenshot } from "./screenshot.ts";

const text = fillable(500);

/** True where the run goes on without it when the source does not export it, or its export cannot be read. */
const optional = z.boolean().optional();

/** A dataset unless `what` says otherwise. */
const settings = z.discriminatedUnion("what", [
  z.strictObject({
    what: z.literal("dataset").optional(),
    dataset: z.enum(datasetNames),
    /** Every status, whatever the run is asked for: what compares the records goes by them. */
    statuses: z.literal("all").optional(),
    optional,
  }),
  z.strictObject({
    what: z.literal("screenshot"),
    text: text.default(
      "Drop a screenshot of the page into the thread, with its filters and date range visible.",
    ),
    ...askingSettings,
  }),
  z.strictObject({ what: z.literal("ids") }),
  z.strictObject({
    what: z.literal("config_changes"),
    /** Only changes of these modules; all unless given. */
    modules: z.array(z.string().min(1)).min(1).optional(),
    optional,
  }),
  z.strictObject({ what: z.literal("note"), text, ...askingSettings }),
]);

/** Collects one piece of evidence: an export, a screenshot, the ids involved, recent configuration changes, a person's words. */
export default defineStep<z.infer<typeof settings>, StepResult>({
  title: "Collect evidence",
  settings,

  async run(asked, input, world) {
    switch (asked.what) {
      case "screenshot":
        return collectScreenshot(asked, input);
      case "ids":
        return collectIds(input, world);
      case "config_changes":
        return collectConfigChanges(asked, input, world);
      case "note":
        return collectNote(asked, input, world);
      default:
        return collectDataset(asked, input, world);
    }
  },
});
