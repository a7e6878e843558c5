import type { AnyBlock, KnownBlock } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Surface } from "../surface.ts";
import { markdownView } from "../text/markdown.ts";
import { richTextView } from "../text/rich-text.ts";
import { actionsView } from "./actions.ts";
import { alertView } from "./alert.ts";
import { cardView, carouselView } from "./card.ts";
import { containerView } from "./container.ts";
import { contextActionsView } from "./context-actions.ts";
import { contextView } from "./context.ts";
import "./data-table.ts";
import { fileBlockView } from "./file.ts";
import { headerView } from "./header.ts";
import { imageView } from "./image.ts";
import { inputView } from "./input.ts";
import { planView, taskView } from "./plan.ts";
import { sectionView } from "./section.ts";
import { tableView } from "./table.ts";
import { videoView } from "./video.ts";

export function blocksView(blocks: readonly AnyBlock[], surface: Surface): TemplateResult {
  return html`<div class="blocks">
    ${repeat(
      blocks,
      (block, index) => `${block.type}:${block.block_id ?? index}`,
      (block) => safely(block, surface),
    )}
  </div>`;
}

/** A block is a stranger's data: one that breaks its drawing must not take the page with it. */
function safely(block: AnyBlock, surface: Surface): TemplateResult {
  try {
    return blockView(block as KnownBlock, surface);
  } catch {
    return unsupported(`This ${block.type} block is incomplete and cannot be shown.`);
  }
}

function blockView(block: KnownBlock, surface: Surface): TemplateResult {
  switch (block.type) {
    case "actions":
      return actionsView(block, surface);
    case "alert":
      return alertView(block, surface);
    case "card":
      return cardView(block, surface);
    case "carousel":
      return carouselView(block, surface);
    case "container":
      return containerView(block, surface, blocksView);
    case "context":
      return contextView(block, surface);
    case "context_actions":
      return contextActionsView(block, surface);
    case "data_table":
      return html`<box-data-table .block=${block} .box=${surface.box}></box-data-table>`;
    case "divider":
      return html`<hr class="divider" />`;
    case "file":
      return fileBlockView(block);
    case "header":
      return headerView(block);
    case "image":
      return imageView(block);
    case "input":
      return inputView(block, surface);
    case "markdown":
      return markdownView(block.text);
    case "plan":
      return planView(block, surface);
    case "rich_text":
      return richTextView(block, surface.box);
    case "section":
      return sectionView(block, surface);
    case "table":
      return tableView(block, surface.box);
    case "task_card":
      return html`<div class="plan alone">${taskView(block, surface)}</div>`;
    case "video":
      return videoView(block);
    default:
      return unsupported(`Unsupported block: ${(block as AnyBlock).type}`);
  }
}

function unsupported(text: string): TemplateResult {
  return html`<p class="unsupported">${text}</p>`;
}
