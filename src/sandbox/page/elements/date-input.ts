import { html, nothing, type TemplateResult } from "lit-html";
import { enter, valueIn, type Field } from "../surface.ts";

const inputs: Readonly<Record<string, { type: string; property: string }>> = {
  datepicker: { type: "date", property: "selected_date" },
  timepicker: { type: "time", property: "selected_time" },
  datetimepicker: { type: "datetime-local", property: "selected_date_time" },
};

/** A day, a time of day, or an instant; the browser's own pickers. */
export function dateInputView(field: Field): TemplateResult {
  const { type, property } = inputs[field.element.type] ?? {
    type: "date",
    property: "selected_date",
  };
  const held = valueIn(field, property);
  return html`<input
    class="text-input date"
    type=${type}
    aria-label=${field.label}
    aria-describedby=${field.describedBy ?? nothing}
    aria-invalid=${field.isInvalid ? "true" : nothing}
    .value=${typeof held === "number" ? localText(held) : String(held ?? "")}
    @change=${(event: Event) => {
      const { value } = event.target as HTMLInputElement;
      return enter(field, property, type === "datetime-local" ? secondsOf(value) : value || null);
    }}
  />`;
}

/** The reader's own wall clock, as the browser's picker wants it. */
function localText(seconds: number): string {
  const at = new Date(seconds * 1000);
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function secondsOf(local: string): number | null {
  return local ? Math.floor(new Date(local).getTime() / 1000) : null;
}
