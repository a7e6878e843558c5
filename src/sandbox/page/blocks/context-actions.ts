import type { ContextActionsBlock, ContextActionsBlockElement } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import { whileBusy } from "../elements/button.ts";
import { confirmed } from "../confirm.ts";
import type { Element } from "../form.ts";
import { icon, type IconName } from "../icons.ts";
import { tell, type Field, type Surface } from "../surface.ts";

export function contextActionsView(block: ContextActionsBlock, surface: Surface): TemplateResult {
  return html`<div class="context-actions">
    ${block.elements.map((each) => {
      const element = each as unknown as Element;
      const field: Field = {
        surface,
        block: block.block_id ?? "",
        element,
        isTold: true,
        label: "",
      };
      return each.type === "feedback_buttons"
        ? feedbackView(each, field)
        : iconButtonView(each, field);
    })}
  </div>`;
}

type FeedbackButtons = Extract<ContextActionsBlockElement, { type: "feedback_buttons" }>;
type IconButton = Exclude<ContextActionsBlockElement, FeedbackButtons>;

function feedbackView(element: FeedbackButtons, field: Field): TemplateResult {
  const answer = (button: FeedbackButtons["positive_button"], face: IconName) =>
    html`<button
      type="button"
      class="quiet-button"
      aria-label=${button.accessibility_label ?? button.text.text}
      title=${button.text.text}
      @click=${(event: Event) =>
        whileBusy(event.currentTarget as HTMLButtonElement, () =>
          tell(field, { text: button.text, value: button.value }),
        )}
    >
      ${icon(face)}
    </button>`;
  return html`${answer(element.positive_button, "thumbUp")}
  ${answer(element.negative_button, "thumbDown")}`;
}

function iconButtonView(element: IconButton, field: Field): TemplateResult {
  return html`<button
    type="button"
    class="quiet-button"
    aria-label=${element.accessibility_label ?? element.text.text}
    title=${element.text.text}
    @click=${(event: Event) => press(element, field, event.currentTarget as HTMLButtonElement)}
  >
    ${icon(element.icon === "trash" ? "trash" : "more")}
  </button>`;
}

async function press(element: IconButton, field: Field, button: HTMLButtonElement): Promise<void> {
  if (!(await confirmed(element.confirm, field.surface.box))) return;
  await whileBusy(button, () => tell(field, { value: element.value ?? "", icon: element.icon }));
}
