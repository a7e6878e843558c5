import { html, nothing, type TemplateResult } from "lit-html";
import { enter, valueIn, type Choice, type Field } from "../surface.ts";
import { textView } from "../text/text-view.ts";

export function radioView(field: Field): TemplateResult {
  const chosen = valueIn(field, "selected_option") as Choice | null;
  return listView(
    field,
    "radio",
    (choice) => chosen?.value === choice.value,
    async (choice) => {
      await enter(field, "selected_option", choice);
    },
  );
}

export function checkboxesView(field: Field): TemplateResult {
  const chosen = () => (valueIn(field, "selected_options") ?? []) as readonly Choice[];
  return listView(
    field,
    "checkbox",
    (choice) => chosen().some(({ value }) => value === choice.value),
    async (choice, isChecked) => {
      const others = chosen().filter(({ value }) => value !== choice.value);
      await enter(field, "selected_options", isChecked ? [...others, choice] : others);
    },
  );
}

function listView(
  field: Field,
  type: "radio" | "checkbox",
  isChosen: (choice: Choice) => boolean,
  choose: (choice: Choice, isChecked: boolean) => Promise<void>,
): TemplateResult {
  const choices = (field.element["options"] ?? []) as readonly Choice[];
  return html`<div
    class="choice-list"
    role=${type === "radio" ? "radiogroup" : "group"}
    aria-label=${field.label}
    aria-describedby=${field.describedBy ?? nothing}
  >
    ${choices.map(
      (choice) =>
        html`<label class="choice">
          <input
            type=${type}
            name=${`${field.surface.name}:${field.block}:${field.element.action_id ?? ""}`}
            .checked=${isChosen(choice)}
            @change=${(event: Event) => choose(choice, (event.target as HTMLInputElement).checked)}
          />
          <span>
            ${textView(choice.text, field.surface.box)}
            ${
              choice.description
                ? html`<small>${textView(choice.description, field.surface.box)}</small>`
                : nothing
            }
          </span>
        </label>`,
    )}
  </div>`;
}
