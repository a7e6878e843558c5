import { html, type TemplateResult } from "lit-html";
import type { Field } from "../surface.ts";
import { buttonView } from "./button.ts";
import { checkboxesView, radioView } from "./choice-list.ts";
import { dateInputView } from "./date-input.ts";
import { overflowView } from "./overflow.ts";
import { selectView } from "./select.ts";
import { textInputView } from "./text-input.ts";
import "./combobox.ts";

const views: Readonly<Record<string, (field: Field) => TemplateResult>> = {
  button: buttonView,
  workflow_button: buttonView,
  overflow: overflowView,
  static_select: selectView,
  users_select: selectView,
  channels_select: selectView,
  conversations_select: selectView,
  external_select: comboboxView,
  multi_static_select: comboboxView,
  multi_external_select: comboboxView,
  multi_users_select: comboboxView,
  multi_channels_select: comboboxView,
  multi_conversations_select: comboboxView,
  radio_buttons: radioView,
  checkboxes: checkboxesView,
  datepicker: dateInputView,
  timepicker: dateInputView,
  datetimepicker: dateInputView,
  plain_text_input: textInputView,
  email_text_input: textInputView,
  url_text_input: textInputView,
  number_input: textInputView,
};

/** Any interactive element; one we do not draw says so quietly. */
export function elementView(field: Field): TemplateResult {
  const view = views[field.element.type];
  return view
    ? view(field)
    : html`<span class="unsupported">Unsupported element: ${field.element.type}</span>`;
}

function comboboxView(field: Field): TemplateResult {
  return html`<box-combobox .field=${field}></box-combobox>`;
}
