import type { ModalView } from "@slack/types";
import { z } from "zod";

import { completeness } from "#model/artifacts.ts";
import type { Run } from "#runs/announcer.ts";
import { limits } from "#slack/block-budget.ts";
import { bold, line, richText } from "#slack/rich-text.ts";

export const packageFormCallback = "package_form";
const reasonBlock = "reason";

/** What the form remembers while it is open. */
const remembered = z.object({
  runId: z.string(),
  channel: z.string(),
  thread: z.string().nullable(),
  /** Where a private answer can go for half an hour. */
  respond: z.string().nullable(),
});
export type PackageMemory = z.infer<typeof remembered>;

/** The modal that asks why a package is sealed although an artifact is missing. */
export function packageForm(
  memory: PackageMemory,
  run: Pick<Run, "definition">,
  missing: readonly string[],
): ModalView {
  return {
    type: "modal",
    callback_id: packageFormCallback,
    title: { type: "plain_text", text: "Package the evidence" },
    submit: { type: "plain_text", text: "Package" },
    close: { type: "plain_text", text: "Cancel" },
    private_metadata: JSON.stringify(memory),
    blocks: [
      richText(
        line([bold(run.definition.title), ` has ${completeness(missing)} yet.`]),
        line([
          "Add what is missing to the run's thread and ask again, or say why it is sealed without.",
        ]),
      ),
      {
        type: "input",
        block_id: reasonBlock,
        label: { type: "plain_text", text: "Why is it sealed without?" },
        hint: { type: "plain_text", text: "It stands in the package, and in the thread." },
        element: {
          type: "plain_text_input",
          action_id: "value",
          multiline: true,
          max_length: limits.inputValue,
        },
      },
    ],
  };
}

export function readPackageMemory(metadata: string): PackageMemory {
  return remembered.parse(JSON.parse(metadata));
}

type Held = Readonly<Record<string, Readonly<Record<string, { value?: string | null }>>>>;

/** The reason the submitted form holds, or what is to be said beside its field. */
export function readPackageForm(
  values: Held,
): { readonly reason: string } | { readonly errors: Record<string, string> } {
  const reason = values[reasonBlock]?.["value"]?.value?.trim() ?? "";
  if (reason !== "") return { reason };
  return { errors: { [reasonBlock]: "A few words, for those who read the package." } };
}
