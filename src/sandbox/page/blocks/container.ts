import type { AnyBlock, ContainerBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { icon } from "../icons.ts";
import type { Surface } from "../surface.ts";
import { richTextView } from "../text/rich-text.ts";
import { plainView, textView } from "../text/text-view.ts";
import { pictureView } from "./image.ts";

export function containerView(
  block: ContainerBlock,
  surface: Surface,
  blocksView: (blocks: readonly AnyBlock[], surface: Surface) => TemplateResult,
): TemplateResult {
  const heading = html`${block.icon ? pictureView(block.icon, "icon-picture") : nothing}
    <div class="container-title">
      <h3>${titleView(block, surface)}</h3>
      ${
        block.subtitle
          ? html`<div class="subtitle">${textView(block.subtitle, surface.box)}</div>`
          : nothing
      }
    </div>`;
  const content = blocksView(block.child_blocks, surface);
  const classes = `container ${block.width ?? "standard"}`;
  if (block.is_collapsible)
    return html`<details class=${classes} ?open=${!block.default_collapsed}>
      <summary>${heading}${icon("chevron")}</summary>
      <div class="container-content">${content}</div>
    </details>`;
  return html`<div class=${classes}>
    <header class=${block.has_header_divider ? "divided" : ""}>${heading}</header>
    <div class="container-content">${content}</div>
  </div>`;
}

function titleView(block: ContainerBlock, surface: Surface): unknown {
  if (block.rich_text_title) return richTextView(block.rich_text_title, surface.box);
  return block.title ? plainView(block.title.text) : nothing;
}
