import type { HeaderBlock } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import { plainView } from "../text/text-view.ts";

export function headerView(block: HeaderBlock): TemplateResult {
  return html`<h3 class="header-block">${plainView(block.text.text)}</h3>`;
}
