import { z } from "zod";

import { anyText, plainText } from "./texts.ts";

const option = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
});

const richOption = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(150),
  description: anyText(75).optional(),
});

const menuOption = option.extend({ url: z.string().max(3000).optional() });

const group = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) });

/** The options of an overflow menu. */
export const overflowOptions = z.array(menuOption).min(1).max(5);

/** Options and what is chosen at first, for checkboxes and radio buttons. */
export const tickOptions = z.array(richOption).min(1).max(10);
export const tickOption = richOption;

/** The options of a select menu, plain or in groups. */
export const selectOptions = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(group).min(1).max(100).optional(),
};
export const selectOption = option;

/** What an app answers when a person types into an external menu. */
export const suggestedOptions = z.union([
  z.object({ options: z.array(option).max(100) }),
  z.object({ option_groups: z.array(group).max(100) }),
]);

interface Choices {
  readonly options?: readonly unknown[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly unknown[] }[] | undefined;
  readonly initial_option?: unknown;
  readonly initial_options?: readonly unknown[] | undefined;
}

/** A static menu has options or groups of them, and what is chosen at first is one of them. */
export function checkChoices({ value, issues }: z.core.ParsePayload): void {
  const { options, option_groups: groups, ...initial } = value as Choices;
  if ((options === undefined) === (groups === undefined))
    issues.push({
      code: "custom",
      message: "must define either `options` or `option_groups`",
      input: value,
    });
  const offered = new Set(
    [...(options ?? []), ...(groups ?? []).flatMap((each) => each.options)].map(valueOf),
  );
  for (const chosen of [initial.initial_option, ...(initial.initial_options ?? [])])
    if (chosen !== undefined && !offered.has(valueOf(chosen)))
      issues.push({
        code: "custom",
        message: `initial option must be one of the options: ${valueOf(chosen)}`,
        input: value,
      });
}

function valueOf(choice: unknown): string {
  return (choice as { value: string }).value;
}
