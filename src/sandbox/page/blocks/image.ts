import type { ImageBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { enlarge } from "../enlarge.ts";
import { isSafePicture } from "../text/safe-link.ts";
import { plainView } from "../text/text-view.ts";

interface Picture {
  readonly image_url?: unknown;
  readonly slack_file?: { readonly id?: string; readonly url?: string };
  readonly alt_text?: unknown;
}

export function imageView(block: ImageBlock): TemplateResult {
  const source = sourceOf(block);
  return html`<figure class="image-block">
    ${block.title ? html`<figcaption>${plainView(block.title.text)}</figcaption>` : nothing}
    ${source ? enlargeableView(source, block.alt_text) : missing(block.alt_text)}
  </figure>`;
}

/** A picture of its natural size up to the column's, opened large by a click. */
export function enlargeableView(source: string, description: string): TemplateResult {
  return html`<button
    type="button"
    class="picture-button"
    aria-label=${`Enlarge ${description}`}
    @click=${() => enlarge(source, description)}
  >
    <img src=${source} alt=${description} />
  </button>`;
}

/** A small picture beside text. */
export function pictureView(picture: unknown, className: string): unknown {
  const source = sourceOf(picture as Picture);
  const description = String((picture as Picture).alt_text ?? "");
  if (!source) return nothing;
  return html`<img class=${className} src=${source} alt=${description} />`;
}

function sourceOf(picture: Picture): string | null {
  if (picture.slack_file?.id) return `/box/files/${encodeURIComponent(picture.slack_file.id)}`;
  const url = picture.slack_file?.url ?? picture.image_url;
  return typeof url === "string" && isSafePicture(url) ? url : null;
}

function missing(description: unknown): TemplateResult {
  return html`<p class="unsupported">Picture not shown: ${String(description)}</p>`;
}
