import { html, nothing, type TemplateResult } from "lit-html";
import { stateProperty } from "../form.ts";
import { icon } from "../icons.ts";
import { enter, valueIn, type Choice, type Field } from "../surface.ts";
import { choiceGroups, choiceHeld, choiceWords, heldAs } from "./choices.ts";

/** One of a known list: the browser's own select, which every keyboard and phone knows. */
export function selectView(field: Field): TemplateResult {
  const property = stateProperty(field.element.type) ?? "";
  const held = choiceHeld(field, valueIn(field, property))?.value ?? "";
  const groups = choiceGroups(field);
  const placeholder = field.element["placeholder"] as { text: string } | undefined;
  return html`<span class="select">
    <select
      aria-label=${field.label}
      aria-describedby=${field.describedBy ?? nothing}
      aria-invalid=${field.isInvalid ? "true" : nothing}
      .value=${held}
      @change=${(event: Event) => choose(field, property, event.target as HTMLSelectElement)}
    >
      <option value="" ?selected=${held === ""} ?hidden=${field.isTold}>
        ${placeholder?.text ?? "Select…"}
      </option>
      ${groups.map(({ label, choices }) => {
        const options = choices.map((each) => optionView(each, held));
        return label ? html`<optgroup label=${label}>${options}</optgroup>` : options;
      })}
    </select>
    ${icon("chevron")}
  </span>`;
}

function optionView(choice: Choice, held: string): TemplateResult {
  return html`<option value=${choice.value} ?selected=${choice.value === held}>
    ${choiceWords(choice)}
  </option>`;
}

async function choose(field: Field, property: string, select: HTMLSelectElement): Promise<void> {
  const before = choiceHeld(field, valueIn(field, property))?.value ?? "";
  const all = choiceGroups(field).flatMap(({ choices }) => choices);
  const chosen = all.find(({ value }) => value === select.value);
  const value = chosen ? heldAs(field, chosen) : null;
  if (!(await enter(field, property, value))) select.value = before;
}
