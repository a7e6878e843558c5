import type { AnyBlock } from "@slack/types";

/** One element's value in the shape of Slack's `state.values[block][action]`. */
export type FieldValue = { readonly type: string } & Readonly<Record<string, unknown>>;

export type FormValues = Record<string, Record<string, FieldValue>>;

/** An interactive element, loosely: blocks come from the network and may hold anything. */
export interface Element {
  readonly type: string;
  readonly action_id?: string;
  readonly [property: string]: unknown;
}

/** What a person has entered in one message or modal; it outlives updates of that surface. */
export class Form {
  readonly #entered = new Map<string, FieldValue>();

  enter(block: string, action: string, value: FieldValue): void {
    this.#entered.set(JSON.stringify([block, action]), value);
  }

  /** The value in force: entered, else the element's initial one; null for elements without a value. */
  value(block: string, element: Element): FieldValue | null {
    const entered = this.#entered.get(JSON.stringify([block, element.action_id ?? ""]));
    return entered?.type === element.type ? entered : initialValue(element);
  }

  values(blocks: readonly AnyBlock[]): FormValues {
    const values: FormValues = {};
    for (const [block, element] of elementsOf(blocks)) {
      const value = this.value(block, element);
      if (value) (values[block] ??= {})[element.action_id ?? ""] = value;
    }
    return values;
  }
}

/** Every element that may hold a value, with its block's id, those inside containers too. */
export function elementsOf(blocks: readonly AnyBlock[]): [block: string, element: Element][] {
  return blocks.flatMap((block) => {
    const {
      block_id: id = "",
      element,
      accessory,
      elements,
      child_blocks: children,
    } = block as unknown as {
      block_id?: string;
      element?: Element;
      accessory?: Element;
      elements?: Element[];
      child_blocks?: AnyBlock[];
    };
    if (children) return elementsOf(children);
    if (block.type === "input") return element ? [[id, element]] : [];
    if (block.type === "section") return accessory ? [[id, accessory]] : [];
    if (block.type !== "actions") return [];
    return (elements ?? []).map((each): [string, Element] => [id, each]);
  });
}

const properties: Readonly<Record<string, readonly [initial: string, state: string]>> = {
  plain_text_input: ["initial_value", "value"],
  email_text_input: ["initial_value", "value"],
  url_text_input: ["initial_value", "value"],
  number_input: ["initial_value", "value"],
  rich_text_input: ["initial_value", "rich_text_value"],
  static_select: ["initial_option", "selected_option"],
  external_select: ["initial_option", "selected_option"],
  users_select: ["initial_user", "selected_user"],
  channels_select: ["initial_channel", "selected_channel"],
  conversations_select: ["initial_conversation", "selected_conversation"],
  multi_static_select: ["initial_options", "selected_options"],
  multi_external_select: ["initial_options", "selected_options"],
  multi_users_select: ["initial_users", "selected_users"],
  multi_channels_select: ["initial_channels", "selected_channels"],
  multi_conversations_select: ["initial_conversations", "selected_conversations"],
  checkboxes: ["initial_options", "selected_options"],
  radio_buttons: ["initial_option", "selected_option"],
  datepicker: ["initial_date", "selected_date"],
  timepicker: ["initial_time", "selected_time"],
  datetimepicker: ["initial_date_time", "selected_date_time"],
};

/** The name of the property that holds the element's value (`selected_option`, `value`, …). */
export function stateProperty(type: string): string | null {
  return properties[type]?.[1] ?? null;
}

function initialValue(element: Element): FieldValue | null {
  const names = properties[element.type];
  if (!names) return null;
  const [initial, state] = names;
  const none = state.endsWith("s") ? [] : null;
  return { type: element.type, [state]: element[initial] ?? none };
}

/** True when a required input has nothing in it. */
export function isEmpty(value: FieldValue): boolean {
  const held = value[stateProperty(value.type) ?? ""];
  return (
    held === null || held === undefined || held === "" || (Array.isArray(held) && held.length === 0)
  );
}
