import type { InputBlock, ModalView } from "@slack/types";
import { z } from "zod";

import { displayScope } from "#model/filter-context.ts";
import type { Run } from "#runs/announcer.ts";
import { cut, limits } from "#slack/block-budget.ts";
import { bold, line, richText } from "#slack/rich-text.ts";
import type { NamedPicture } from "#slack/views/picture-button.ts";

export const pictureFormCallback = "picture_form";
const filtersBlock = "filters";
const rangeBlock = "date_range";

/** What the form remembers while it is open. */
const remembered = z.object({
  runId: z.string(),
  file: z.string(),
  channel: z.string(),
  thread: z.string().nullable(),
  /** Where a private answer can go for half an hour. */
  respond: z.string().nullable(),
});
export type PictureMemory = z.infer<typeof remembered>;

/** The modal that asks what a picture shows, filled in as the run would have it: whoever sees the picture corrects it. */
export function pictureForm(
  memory: PictureMemory,
  { name }: NamedPicture,
  run: Pick<Run, "context" | "source">,
): ModalView {
  const { from, to, timezone } = run.context;
  return {
    type: "modal",
    callback_id: pictureFormCallback,
    title: { type: "plain_text", text: "What it shows" },
    submit: { type: "plain_text", text: "Keep" },
    close: { type: "plain_text", text: "Cancel" },
    private_metadata: JSON.stringify(memory),
    blocks: [
      richText(
        line(["What does ", bold(cut(name, 120)), " show?"]),
        line(["The fields say what this run is about. Change them to what stands in the picture."]),
      ),
      input(rangeBlock, {
        label: "Date range",
        value: `${from} to ${to}, ${timezone}`,
        hint: "As the page shows it, with its timezone.",
      }),
      input(filtersBlock, {
        label: "Filters",
        value: filtersOf(run),
        hint: "Everything that is set on the page: workspace, program, partner, status, currency. “none” if nothing is.",
      }),
    ],
  };
}

function filtersOf({ context }: Pick<Run, "context">): string {
  const { statuses, currency } = context;
  const scope = displayScope(context);
  return [
    ...(scope === "all" ? [] : scope.split(" ").map((part) => part.replace(":", " "))),
    ...(statuses === null ? [] : [`status ${statuses.join(", ")}`]),
    `currency ${currency}`,
  ].join("; ");
}

function input(
  block: string,
  { label, value, hint }: { label: string; value: string; hint: string },
): InputBlock {
  return {
    type: "input",
    block_id: block,
    label: { type: "plain_text", text: label },
    hint: { type: "plain_text", text: hint },
    element: {
      type: "plain_text_input",
      action_id: "value",
      multiline: block === filtersBlock,
      max_length: limits.inputValue,
      initial_value: cut(value, limits.inputValue),
    },
  };
}

export function readPictureMemory(metadata: string): PictureMemory {
  return remembered.parse(JSON.parse(metadata));
}

type Held = Readonly<Record<string, Readonly<Record<string, { value?: string | null }>>>>;

/** What the submitted form holds. */
export function readPictureForm(values: Held): { filters: string; range: string } {
  const of = (block: string): string => values[block]?.["value"]?.value?.trim() ?? "";
  return { filters: of(filtersBlock), range: of(rangeBlock) };
}

/** What is missing, beside its field: blanks alone say nothing. */
export function pictureErrors({
  filters,
  range,
}: ReturnType<typeof readPictureForm>): Record<string, string> {
  const errors: Record<string, string> = {};
  if (range === "") errors[rangeBlock] = "Which days does it show?";
  if (filters === "")
    errors[filtersBlock] = "Which filters are set? Write “none” if there are none.";
  return errors;
}
