import type { SectionBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { elementView } from "../elements/element.ts";
import type { Element } from "../form.ts";
import type { Surface } from "../surface.ts";
import { textView } from "../text/text-view.ts";
import { pictureView } from "./image.ts";

export function sectionView(block: SectionBlock, surface: Surface): TemplateResult {
  return html`<div class="section">
    <div class="section-text">
      ${block.text ? textView(block.text, surface.box) : nothing}
      ${
        block.fields
          ? html`<div class="fields">
              ${block.fields.map((field) => html`<div>${textView(field, surface.box)}</div>`)}
            </div>`
          : nothing
      }
    </div>
    ${block.accessory ? accessoryView(block, surface) : nothing}
  </div>`;
}

function accessoryView(block: SectionBlock, surface: Surface): TemplateResult {
  const accessory = block.accessory as unknown as Element;
  const drawn =
    accessory.type === "image"
      ? pictureView(accessory, "accessory-picture")
      : elementView({
          surface,
          block: block.block_id ?? "",
          element: accessory,
          isTold: true,
          label: labelOf(accessory, block.text?.text),
        });
  return html`<div class="accessory">${drawn}</div>`;
}

/** An element's name for readers: its placeholder, else the text beside it. */
export function labelOf(element: Element, beside = ""): string {
  const placeholder = element["placeholder"] as { text?: string } | undefined;
  return placeholder?.text ?? (beside.slice(0, 80) || element.type.replaceAll("_", " "));
}
