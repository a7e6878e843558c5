import type { VideoBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { icon } from "../icons.ts";
import { linkView, plainView } from "../text/text-view.ts";

/** The video's particulars and a link to it; nothing is embedded here. */
export function videoView(block: VideoBlock): TemplateResult {
  const title = plainView(block.title.text);
  return html`<div class="video" aria-label=${block.alt_text} role="group">
    <span class="video-mark">${icon("play")}</span>
    <div>
      <strong>${linkView(block.title_url ?? block.video_url, title)}</strong>
      ${block.description ? plainView(block.description.text) : nothing}
      <small>${[block.provider_name, block.author_name].filter(Boolean).join(" · ")}</small>
    </div>
  </div>`;
}
