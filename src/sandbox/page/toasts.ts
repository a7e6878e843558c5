import { html } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { icon } from "./icons.ts";
import { Part } from "./part.ts";
import { isShown } from "./popover.ts";

export interface Toast {
  readonly id: number;
  readonly text: string;
}

/** What went wrong, said above everything else, an open modal too. */
export class Toasts extends Part {
  #toasts: readonly Toast[] = [];
  #dismiss: (id: number) => void = () => {};

  set toasts(toasts: readonly Toast[]) {
    this.#toasts = toasts;
    this.changed();
  }

  set dismiss(dismiss: (id: number) => void) {
    this.#dismiss = dismiss;
  }

  protected override template(): unknown {
    return html`<div class="toasts" role="alert" popover="manual">
      ${repeat(
        this.#toasts,
        (toast) => toast.id,
        (toast) =>
          html`<div class="toast">
            ${icon("alert")}
            <p>${toast.text}</p>
            <button
              class="quiet-button"
              type="button"
              aria-label="Dismiss"
              @click=${() => this.#dismiss(toast.id)}
            >
              ${icon("close")}
            </button>
          </div>`,
      )}
    </div>`;
  }

  /** Shown anew each time: what was shown last lies on top of what was shown before. */
  protected override drawn(): void {
    const panel = this.querySelector<HTMLElement>(".toasts");
    if (isShown(panel)) panel?.hidePopover();
    if (this.#toasts.length > 0) panel?.showPopover();
  }
}

customElements.define("box-toasts", Toasts);
