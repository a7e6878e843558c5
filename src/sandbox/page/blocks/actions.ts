import type { ActionsBlock } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import { elementView } from "../elements/element.ts";
import type { Element } from "../form.ts";
import type { Surface } from "../surface.ts";
import { labelOf } from "./section.ts";

export function actionsView(block: ActionsBlock, surface: Surface): TemplateResult {
  return html`<div class="actions">
    ${block.elements.map((each) => {
      const element = each as unknown as Element;
      return elementView({
        surface,
        block: block.block_id ?? "",
        element,
        isTold: true,
        label: labelOf(element),
      });
    })}
  </div>`;
}
