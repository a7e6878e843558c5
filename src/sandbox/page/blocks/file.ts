import type { FileBlock } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import { icon } from "../icons.ts";

export function fileBlockView(block: FileBlock): TemplateResult {
  return html`<div class="file-line">
    ${icon("file")}<span>Remote file <code>${block.external_id}</code></span>
  </div>`;
}
