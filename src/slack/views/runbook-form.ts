import type { InputBlock, KnownBlock, ModalView, SectionBlock } from "@slack/types";
import { z } from "zod";

import type { UsageError } from "#errors.ts";
import type { Runbook } from "#runbook.ts";
import { cut, limits } from "#slack/block-budget.ts";
import { bold, line, richText } from "#slack/rich-text.ts";
import { blockPrefix, parameterInput } from "#slack/views/parameter-input.ts";
import type { FieldWorld } from "#slack/views/parameter-input.ts";
import { anyValue, optionOf } from "#slack/views/suggestions.ts";

export const runbookFormCallback = "runbook_form";
export const chooseRunbookAction = "choose_runbook";
const runbookBlock = "runbook";
export const placeBlock = "place";
/** The blocks whose menus ask what to offer. */
export const fieldPattern = new RegExp(`^${blockPrefix}`);

/** What a form remembers while it is open. */
const remembered = z.object({
  runbook: z.string().nullable(),
  channel: z.string(),
  /** Where a private answer can go for half an hour. */
  respond: z.string().nullable(),
  /** The `ts` of the thread the run is to live in. */
  thread: z.string().nullable().default(null),
  /** The finding of a digest that it follows. */
  finding: z.string().nullable().default(null),
  /** The incident it is to look into. */
  incident: z.string().nullable().default(null),
});
export type FormMemory = z.input<typeof remembered>;

export interface FormWorld extends FieldWorld {
  readonly runbooks: ReadonlyMap<string, Runbook>;
}

/** The modal that asks for a runbook's parameters; without a runbook it asks for that first. */
export function runbookForm(
  memory: FormMemory,
  given: Readonly<Record<string, string>>,
  world: FormWorld,
): ModalView {
  const all = [...world.runbooks.values()];
  const only = all.length === 1 ? all[0] : undefined;
  const chosen = (memory.runbook === null ? only : world.runbooks.get(memory.runbook)) ?? null;
  const blocks: KnownBlock[] = [
    ...(all.length > 1 ? [choice(all, chosen)] : []),
    ...(chosen ? [introduction(chosen)] : []),
    ...(chosen && isPerson(memory.channel) ? [placeInput()] : []),
    ...(chosen?.parameters.map((name) => parameterInput(name, given[name] ?? "", chosen, world)) ??
      []),
  ];
  return {
    type: "modal",
    callback_id: runbookFormCallback,
    title: { type: "plain_text", text: "Run a runbook" },
    ...(chosen ? { submit: { type: "plain_text", text: "Run" } } : {}),
    close: { type: "plain_text", text: "Cancel" },
    private_metadata: JSON.stringify({ ...memory, runbook: chosen?.id ?? null }),
    blocks,
  };
}

/** A select that reports at once: no input, so that the form needs nothing to submit before a runbook is chosen. */
function choice(all: readonly Runbook[], chosen: Runbook | null): SectionBlock {
  const options = all
    .slice(0, limits.options)
    .map(({ id, title }) => optionOf({ value: id, text: title }));
  const initial = options.find(({ value }) => value === chosen?.id);
  return {
    type: "section",
    block_id: runbookBlock,
    text: { type: "mrkdwn", text: "*What looks wrong?*" },
    accessory: {
      type: "static_select",
      action_id: chooseRunbookAction,
      placeholder: { type: "plain_text", text: "Choose a runbook" },
      options,
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

/** Asked for in a conversation a run lives there; from the app's Home somebody has to say where. */
function placeInput(): InputBlock {
  return {
    type: "input",
    block_id: placeBlock,
    label: { type: "plain_text", text: "Channel" },
    hint: { type: "plain_text", text: "Everybody there sees the run, and can add to it." },
    element: {
      type: "conversations_select",
      action_id: "value",
      placeholder: { type: "plain_text", text: "Where it runs" },
      filter: { include: ["public", "private"], exclude_bot_users: true },
    },
  };
}

function isPerson(channel: string): boolean {
  return /^[UW]/.test(channel);
}

function introduction({ title, purpose }: Runbook): KnownBlock {
  return richText(line([bold(title)]), line([purpose], 600));
}

export function readMemory(metadata: string): z.infer<typeof remembered> {
  return remembered.parse(JSON.parse(metadata));
}

/** The parameter a block of the form asks for. */
export function fieldOf(block: string): string {
  return block.slice(blockPrefix.length);
}

/** Where a submitted form wants its run; null where that was known before. */
export function readPlace(
  values: Readonly<
    Record<string, Readonly<Record<string, { selected_conversation?: string | null }>>>
  >,
): string | null {
  return values[placeBlock]?.["value"]?.selected_conversation ?? null;
}

/** What a submitted form holds, by parameter; empty fields are left out. */
export function readForm(
  values: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            value?: string | null;
            selected_option?: { value?: string } | null;
            selected_options?: readonly { value?: string }[] | null;
          }
        >
      >
    >
  >,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [block, inputs] of Object.entries(values)) {
    if (!block.startsWith(blockPrefix)) continue;
    const {
      value,
      selected_option: one,
      selected_options: several,
    } = Object.values(inputs)[0] ?? {};
    const chosen = several?.map((each) => each.value).join(",");
    const filled = (one?.value ?? chosen ?? value ?? "").trim();
    if (filled !== "" && filled !== anyValue) given[fieldOf(block)] = filled;
  }
  return given;
}

/** Each mistake beside the fields it names, or beside the first field when it names none of the form's. */
export function formErrors(
  { problems }: UsageError,
  runbook: Runbook | undefined,
): Record<string, string> {
  const parameters: readonly string[] = runbook?.parameters ?? [];
  const [first = "source"] = parameters;
  return Object.fromEntries(
    problems.flatMap(({ fields, message }) => {
      const shown = fields.filter((field) => parameters.includes(field));
      return (shown.length > 0 ? shown : [first]).map((field) => [
        `${blockPrefix}${field}`,
        cut(message, limits.viewError),
      ]);
    }),
  );
}
