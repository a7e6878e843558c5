import type { Button, InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import { z } from "zod";

import type { UsageError } from "#errors.ts";
import { cut, limits } from "#slack/block-budget.ts";
import { parsedJson, readButton } from "#slack/views/button-value.ts";
import { anyValue, optionOf } from "#slack/views/suggestions.ts";

export const checkFormCallback = "check_form";
export const checkFormAction = "open_check_form";
const whatBlock = "check_what";
const windowBlock = "check_window";
const sourceBlock = "check_source";
export const checkPlaceBlock = "check_place";
const blocksOf: Readonly<Record<string, string>> = {
  check: whatBlock,
  window: windowBlock,
  source: sourceBlock,
};

const remembered = z.object({
  channel: z.string(),
  thread: z.string().nullable(),
  /** Where a private answer can go for half an hour. */
  respond: z.string().nullable(),
});
export type CheckFormMemory = z.infer<typeof remembered>;

export interface CheckFormWorld {
  /** Each with the window it judges. */
  readonly cadences: readonly { readonly id: string; readonly window: string }[];
  readonly checks: readonly { readonly id: string; readonly title: string }[];
  readonly sources: readonly string[];
}

/** The modal that asks what to judge, over which days, of whose exports. */
export function checkForm(
  memory: CheckFormMemory,
  what: string | null,
  world: CheckFormWorld,
): ModalView {
  const blocks: KnownBlock[] = [
    whatInput(what, world),
    input(
      windowBlock,
      "Window",
      { type: "plain_text_input", action_id: "value", max_length: 200 },
      {
        hint: "A day, 2026-10-17, a week, 2026-W46, or a month, 2026-10. Empty for the last one that is over.",
        optional: true,
      },
    ),
    ...(world.sources.length > 1 ? [sourceInput(world.sources)] : []),
    ...(/^[UW]/.test(memory.channel) ? [placeInput] : []),
  ];
  return {
    type: "modal",
    callback_id: checkFormCallback,
    title: { type: "plain_text", text: "Run checks" },
    submit: { type: "plain_text", text: "Run" },
    close: { type: "plain_text", text: "Cancel" },
    private_metadata: JSON.stringify(memory),
    blocks,
  };
}

function whatInput(what: string | null, { cadences, checks }: CheckFormWorld): InputBlock {
  const sets = cadences
    .slice(0, limits.options)
    .map(({ id, window }) => optionOf({ value: id, text: `All ${id} checks, of a ${window}` }));
  const single = checks
    .slice(0, limits.options)
    .map(({ id, title }) => optionOf({ value: id, text: `${id}: ${title}` }));
  const groups: { label: { type: "plain_text"; text: string }; options: PlainTextOption[] }[] = [
    { label: { type: "plain_text" as const, text: "All of a cadence" }, options: sets },
    { label: { type: "plain_text" as const, text: "One check" }, options: single },
  ].filter(({ options }) => options.length > 0);
  const initial = [...sets, ...single].find(({ value }) => value === what);
  return input(whatBlock, "What to check", {
    type: "static_select",
    action_id: "value",
    placeholder: { type: "plain_text", text: "A cadence, or one check" },
    option_groups: groups,
    ...(initial ? { initial_option: initial } : {}),
  });
}

function sourceInput(sources: readonly string[]): InputBlock {
  const all = optionOf({ value: anyValue, text: "Every source" });
  const options = sources
    .slice(0, limits.options - 1)
    .map((id) => optionOf({ value: id, text: id }));
  return input(sourceBlock, "Source", {
    type: "static_select",
    action_id: "value",
    options: [all, ...options],
    initial_option: all,
  });
}

const placeInput: InputBlock = input(
  checkPlaceBlock,
  "Channel",
  {
    type: "conversations_select",
    action_id: "value",
    placeholder: { type: "plain_text", text: "Where the digest goes" },
    filter: { include: ["public", "private"], exclude_bot_users: true },
  },
  { hint: "Everybody there sees it." },
);

function input(
  block: string,
  label: string,
  element: InputBlock["element"],
  { hint, optional = false }: { readonly hint?: string; readonly optional?: boolean } = {},
): InputBlock {
  return {
    type: "input",
    block_id: block,
    optional,
    label: { type: "plain_text", text: label },
    ...(hint === undefined ? {} : { hint: { type: "plain_text", text: hint } }),
    element,
  };
}

export function readCheckMemory(metadata: string): CheckFormMemory {
  return remembered.parse(JSON.parse(metadata));
}

interface Held {
  readonly value?: string | null;
  readonly selected_option?: { readonly value?: string } | null;
  readonly selected_conversation?: string | null;
}

/** What the submitted form holds; `place` is where its digest is wanted, null where that was known before. */
export function readCheckForm(values: Readonly<Record<string, Readonly<Record<string, Held>>>>): {
  readonly what: string;
  readonly given: Readonly<Record<string, string>>;
  readonly place: string | null;
} {
  const held = (block: string): Held => values[block]?.["value"] ?? {};
  const window = held(windowBlock).value?.trim() ?? "";
  const source = held(sourceBlock).selected_option?.value ?? anyValue;
  return {
    what: held(whatBlock).selected_option?.value ?? "",
    given: {
      ...(window === "" ? {} : { window }),
      ...(source === anyValue ? {} : { source }),
    },
    place: held(checkPlaceBlock).selected_conversation ?? null,
  };
}

/** Each mistake beside its field. */
export function checkFormErrors({ problems }: UsageError): Record<string, string> {
  return Object.fromEntries(
    problems.flatMap(({ fields, message }) => {
      const known = fields.flatMap((field) => blocksOf[field] ?? []);
      return (known.length > 0 ? known : [windowBlock]).map((block) => [
        block,
        cut(message, limits.viewError),
      ]);
    }),
  );
}

const request = z.object({ what: z.string().nullable(), thread: z.string().nullable() });

/** A button that opens the form; its click brings the trigger a form needs. */
export function checkFormButton(text: string, asked: z.infer<typeof request>): Button {
  return {
    type: "button",
    action_id: checkFormAction,
    text: { type: "plain_text", text },
    value: JSON.stringify(asked),
  };
}

export function readCheckRequest(value: string): z.infer<typeof request> {
  return readButton(request, parsedJson(value));
}
