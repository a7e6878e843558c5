import { plainView } from "../text/text-view.ts";
import type { Choice, ChoiceGroup, Field } from "../surface.ts";

export interface Options {
  readonly options?: readonly Choice[];
  readonly option_groups?: readonly {
    readonly label: { readonly text: string };
    readonly options: readonly Choice[];
  }[];
}

/** What can be chosen from without asking the app, in its groups; a group without a label stands alone. */
export function choiceGroups(field: Field): readonly ChoiceGroup[] {
  const { type } = field.element;
  const { users, channels } = field.surface.box;
  if (type.endsWith("users_select"))
    return alone([...users.values()].map((user) => choice(user.id, user.real_name)));
  if (type.endsWith("channels_select") || type.endsWith("conversations_select"))
    return alone([...channels.values()].map(({ id, name }) => choice(id, `#${name}`)));
  return optionGroups(field.element as Options);
}

/** Options as Slack writes them, plain or in groups. */
export function optionGroups({ options, option_groups: groups }: Options): readonly ChoiceGroup[] {
  if (groups) return groups.map(({ label, options: choices }) => ({ label: label.text, choices }));
  return alone(options ?? []);
}

/** How a choice is held in the form: whole, or by id for users and channels. */
export function heldAs(field: Field, chosen: Choice): unknown {
  return isById(field) ? chosen.value : chosen;
}

/** The choice behind a held value. */
export function choiceHeld(field: Field, held: unknown): Choice | null {
  if (typeof held !== "string") return (held as Choice | null | undefined) ?? null;
  const all = choiceGroups(field).flatMap(({ choices }) => choices);
  return all.find(({ value }) => value === held) ?? choice(held, held);
}

export function choiceWords({ text }: Choice): string {
  return text.text;
}

export function choiceView(shown: Choice): unknown {
  return plainView(shown.text.text);
}

function isById({ element: { type } }: Field): boolean {
  return /(users|channels|conversations)_select$/.test(type);
}

function alone(choices: readonly Choice[]): readonly ChoiceGroup[] {
  return [{ label: "", choices }];
}

function choice(value: string, text: string): Choice {
  return { text: { type: "plain_text", text }, value };
}
