import { html, nothing, type TemplateResult } from "lit-html";
import { sizeText } from "./files/size.ts";
import { icon } from "./icons.ts";

/** A file chosen but not sent yet; `picture` is an address to look at it by, to be given back. */
export interface DraftFile {
  readonly file: File;
  readonly picture: string | null;
}

export function draftOf(file: File): DraftFile {
  const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
  return { file, picture: isPicture ? URL.createObjectURL(file) : null };
}

export function discard({ picture }: DraftFile): void {
  if (picture) URL.revokeObjectURL(picture);
}

/** What will be sent with the message, each with a way to take it out again. */
export function draftsView(
  drafts: readonly DraftFile[],
  remove: (draft: DraftFile) => void,
): TemplateResult | typeof nothing {
  if (drafts.length === 0) return nothing;
  return html`<ul class="drafts" aria-label="Files to send">
    ${drafts.map(
      (draft) =>
        html`<li>
          ${
            draft.picture
              ? html`<img src=${draft.picture} alt="" />`
              : html`<span class="file-mark">${icon("file")}</span>`
          }
          <span class="draft-name">
            <strong>${draft.file.name}</strong><small>${sizeText(draft.file.size)}</small>
          </span>
          <button
            type="button"
            class="quiet-button"
            aria-label=${`Remove ${draft.file.name}`}
            @click=${() => remove(draft)}
          >
            ${icon("close")}
          </button>
        </li>`,
    )}
  </ul>`;
}
