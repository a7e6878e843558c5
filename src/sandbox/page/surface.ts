import type { AnyBlock } from "@slack/types";
import type { Box } from "./box.ts";
import type { Element, FieldValue, Form } from "./form.ts";
import { confirmed } from "./confirm.ts";

/** A choice as Slack's option object has it. */
export interface Choice {
  readonly text: { readonly type: string; readonly text: string };
  readonly value: string;
  readonly description?: { readonly type: string; readonly text: string };
}

export interface ChoiceGroup {
  /** Empty for choices that stand alone. */
  readonly label: string;
  readonly choices: readonly Choice[];
}

/** What the app offers for what was typed, or why there is nothing to show. */
export type Offered = readonly ChoiceGroup[] | { readonly problem: string };

/** Where blocks are shown: a message, a modal or Home. */
export interface Surface {
  /** Unique in the document. */
  readonly name: string;
  readonly box: Box;
  readonly blocks: readonly AnyBlock[];
  readonly form: Form;
  /** By block id. */
  readonly errors: Readonly<Record<string, string>>;
  act(action: Record<string, unknown>): Promise<void>;
  options(block: string, action: string, query: string): Promise<Offered>;
}

/** One interactive element in its place. */
export interface Field {
  readonly surface: Surface;
  readonly block: string;
  readonly element: Element;
  /** Each change is told to the app at once: outside inputs, and in those that ask for it. */
  readonly isTold: boolean;
  readonly label: string;
  readonly describedBy?: string;
  readonly isInvalid?: boolean;
}

/** What the person chose or typed so far. */
export function valueIn(field: Field, property: string): unknown {
  return field.surface.form.value(field.block, field.element)?.[property];
}

/** Keeps a new value and tells the app; false when the person thought better of it in the confirm dialog. */
export async function enter(field: Field, property: string, value: unknown): Promise<boolean> {
  const { element, surface, block } = field;
  const entered: FieldValue = { type: element.type, [property]: value };
  if (field.isTold && !(await confirmed(element["confirm"], surface.box))) return false;
  surface.form.enter(block, element.action_id ?? "", entered);
  if (field.isTold) await tell(field, { [property]: value });
  return true;
}

/** Tells the app of a click. */
export async function tell(field: Field, detail: Record<string, unknown>): Promise<void> {
  const { element, surface, block } = field;
  await surface.act({
    type: element.type,
    action_id: element.action_id ?? "",
    block_id: block,
    action_ts: (Date.now() / 1000).toFixed(6),
    ...detail,
  });
}
