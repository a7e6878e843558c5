import type { CardBlock, CarouselBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { elementView } from "../elements/element.ts";
import type { Element } from "../form.ts";
import type { Surface } from "../surface.ts";
import { textView } from "../text/text-view.ts";
import { pictureView } from "./image.ts";
import { labelOf } from "./section.ts";

export function cardView(block: CardBlock, surface: Surface): TemplateResult {
  return html`<article class="card">
    ${block.hero_image ? pictureView(block.hero_image, "hero-picture") : nothing}
    <div class="card-heading">
      ${block.icon ? pictureView(block.icon, "icon-picture") : nothing}
      <div>
        ${block.title ? html`<h3>${textView(block.title, surface.box)}</h3>` : nothing}
        ${
          block.subtitle
            ? html`<div class="subtitle">${textView(block.subtitle, surface.box)}</div>`
            : nothing
        }
      </div>
    </div>
    ${block.body ? textView(block.body, surface.box) : nothing}
    ${block.actions ? cardActions(block, surface) : nothing}
  </article>`;
}

export function carouselView(block: CarouselBlock, surface: Surface): TemplateResult {
  return html`<div class="carousel" role="list" aria-label="Cards" tabindex="0">
    ${block.elements.map((card) => html`<div role="listitem">${cardView(card, surface)}</div>`)}
  </div>`;
}

function cardActions(block: CardBlock, surface: Surface): TemplateResult {
  return html`<div class="actions">
    ${block.actions?.map((button) => {
      const element = button as unknown as Element;
      const label = labelOf(element);
      return elementView({ surface, block: block.block_id ?? "", element, isTold: true, label });
    })}
  </div>`;
}
