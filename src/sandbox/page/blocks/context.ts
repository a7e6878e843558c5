import type { ContextBlock } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import type { Surface } from "../surface.ts";
import { textView } from "../text/text-view.ts";
import { pictureView } from "./image.ts";

export function contextView(block: ContextBlock, surface: Surface): TemplateResult {
  return html`<div class="context">
    ${block.elements.map((element) =>
      element.type === "image"
        ? pictureView(element, "context-picture")
        : html`<div>${textView(element, surface.box)}</div>`,
    )}
  </div>`;
}
