import type { InputBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { elementView } from "../elements/element.ts";
import type { Element } from "../form.ts";
import { icon } from "../icons.ts";
import type { Surface } from "../surface.ts";
import { plainView } from "../text/text-view.ts";

export function inputView(block: InputBlock, surface: Surface): TemplateResult {
  const id = block.block_id ?? "";
  const error = surface.errors[id];
  const hintId = `${surface.name}-${id}-hint`;
  const element = block.element as unknown as Element;
  return html`<div class="input-block ${error ? "invalid" : ""}" data-block=${id}>
    <div class="input-label" @click=${focusControl}>
      ${plainView(block.label.text)}
      ${block.optional ? html`<span class="optional">(optional)</span>` : nothing}
    </div>
    ${elementView({
      surface,
      block: id,
      element,
      isTold: block.dispatch_action ?? false,
      label: block.label.text,
      isInvalid: error !== undefined,
      ...((error ?? block.hint) && { describedBy: hintId }),
    })}
    ${
      error || block.hint
        ? html`<div class="input-hint" id=${hintId}>
            ${
              error
                ? html`<span class="input-error">${icon("alert")}${plainView(error)}</span>`
                : nothing
            }
            ${block.hint ? plainView(block.hint.text) : nothing}
          </div>`
        : nothing
    }
  </div>`;
}

function focusControl(event: Event): void {
  const label = event.currentTarget as HTMLElement;
  label.parentElement?.querySelector<HTMLElement>("input, select, textarea")?.focus();
}
