import { html, nothing, type TemplateResult } from "lit-html";
import type { BoxFile } from "../../contract.ts";
import { enlargeableView } from "../blocks/image.ts";
import { icon } from "../icons.ts";
import { isReadable, isTable } from "./file-preview.ts";
import { sizeText } from "./size.ts";

/** Files of a message: pictures as they are, everything else as a card. */
export function filesView(files: readonly BoxFile[]): TemplateResult {
  return html`<div class="files">
    ${files.map((file) => (file.mimetype.startsWith("image/") ? imageView(file) : cardView(file)))}
  </div>`;
}

function addressOf(file: BoxFile): string {
  return `/box/files/${encodeURIComponent(file.id)}`;
}

function imageView(file: BoxFile): TemplateResult {
  return html`<figure class="image-file">
    <figcaption><span>${file.title || file.name}</span>${downloadView(file)}</figcaption>
    ${enlargeableView(addressOf(file), file.title || file.name)}
  </figure>`;
}

function cardView(file: BoxFile): TemplateResult {
  const title = file.title && file.title !== file.name ? file.title : null;
  return html`<article class="file-card" aria-label=${`File ${file.name}`}>
    <div class="file-heading">
      <span class="file-mark ${isTable(file) ? "table" : ""}">${icon("file")}</span>
      <div class="file-names">
        <strong>${breakable(file.name)}</strong>
        <small
          >${title ? html`${title} · ` : nothing}${kindOf(file)} · ${sizeText(file.size)}</small
        >
      </div>
      ${downloadView(file)}
    </div>
    ${isReadable(file) ? previewView(file) : nothing}
  </article>`;
}

function previewView(file: BoxFile): TemplateResult {
  return html`<details
    class="file-preview"
    @toggle=${(event: Event) => {
      const details = event.currentTarget as HTMLDetailsElement;
      const preview = details.querySelector("box-file-preview");
      if (details.open && preview) Object.assign(preview, { file });
    }}
  >
    <summary>Preview${icon("chevron")}</summary>
    <box-file-preview></box-file-preview>
  </details>`;
}

function downloadView(file: BoxFile): TemplateResult {
  return html`<a
    class="quiet-button"
    href=${`${addressOf(file)}?download`}
    download=${file.name}
    aria-label=${`Download ${file.name}`}
    title="Download"
    >${icon("download")}</a
  >`;
}

function kindOf(file: BoxFile): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1];
  return ending ? ending.toUpperCase() : "File";
}

/** Export names are long: they may break after an underscore, as a reader would break them. */
function breakable(name: string): unknown {
  return name.split(/(?<=_)/).map((part) => html`${part}<wbr />`);
}
