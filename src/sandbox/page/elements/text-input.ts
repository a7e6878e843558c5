import { html, nothing, type TemplateResult } from "lit-html";
import type { PlainTextInput, NumberInput } from "@slack/types";
import { enter, valueIn, type Field } from "../surface.ts";

const inputTypes: Readonly<Record<string, string>> = {
  email_text_input: "email",
  url_text_input: "url",
};

type TypedElement = Partial<Omit<PlainTextInput, "type"> & Omit<NumberInput, "type">>;

export function textInputView(field: Field): TemplateResult {
  const element = field.element as TypedElement;
  const held = String(valueIn(field, "value") ?? "");
  const isNumber = field.element.type === "number_input";
  const listen = (event: Event) => type(field, (event.target as HTMLInputElement).value);
  if (element.multiline)
    return html`<textarea
      class="text-input"
      rows="4"
      aria-label=${field.label}
      aria-describedby=${field.describedBy ?? nothing}
      aria-invalid=${field.isInvalid ? "true" : nothing}
      placeholder=${element.placeholder?.text ?? nothing}
      maxlength=${element.max_length ?? nothing}
      .value=${held}
      @input=${listen}
    ></textarea>`;
  return html`<input
    class="text-input"
    type=${inputTypes[field.element.type] ?? "text"}
    inputmode=${isNumber ? (element.is_decimal_allowed ? "decimal" : "numeric") : nothing}
    autocomplete="off"
    spellcheck="false"
    aria-label=${field.label}
    aria-describedby=${field.describedBy ?? nothing}
    aria-invalid=${field.isInvalid ? "true" : nothing}
    placeholder=${element.placeholder?.text ?? nothing}
    maxlength=${element.max_length ?? nothing}
    .value=${held}
    @input=${listen}
    @keydown=${(event: KeyboardEvent) => press(field, event)}
  />`;
}

async function type(field: Field, text: string): Promise<void> {
  await enter(
    { ...field, isTold: field.isTold && triggers(field, "on_character_entered") },
    "value",
    text || null,
  );
}

/** Enter tells the app where it listens for that; elsewhere it sends the form, as the browser does. */
async function press(field: Field, event: KeyboardEvent): Promise<void> {
  if (event.key !== "Enter" || !field.isTold || !triggers(field, "on_enter_pressed")) return;
  event.preventDefault();
  await enter(field, "value", (event.target as HTMLInputElement).value || null);
}

function triggers(field: Field, name: "on_enter_pressed" | "on_character_entered"): boolean {
  const config = (field.element as TypedElement).dispatch_action_config;
  return (config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(name);
}
