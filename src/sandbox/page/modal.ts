import type { AnyBlock, ModalView } from "@slack/types";
import { html, nothing } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import type { BoxView } from "../contract.ts";
import { blocksView } from "./blocks/block.ts";
import { elementsOf, isEmpty } from "./form.ts";
import { icon } from "./icons.ts";
import { Part } from "./part.ts";
import type { Surface } from "./surface.ts";
import { plainView } from "./text/text-view.ts";
import type { Workspace } from "./workspace.ts";

/** The modal on top of the acting user's stack. */
export class Modal extends Part {
  #workspace: Workspace | null = null;
  #view: BoxView | null = null;
  #isSubmitting = false;
  #missing: Readonly<Record<string, string>> = {};
  #focusedBefore: Element | null = null;

  set workspace(workspace: Workspace) {
    this.#workspace = workspace;
    this.changed();
  }

  set view(view: BoxView) {
    if (view.id !== this.#view?.id) this.#missing = {};
    this.#view = view;
    this.changed();
  }

  override connectedCallback(): void {
    this.#focusedBefore = document.activeElement;
    super.connectedCallback();
  }

  disconnectedCallback(): void {
    if (this.#focusedBefore instanceof HTMLElement) this.#focusedBefore.focus();
  }

  protected override template(): unknown {
    const surface = this.#surface();
    const view = this.#view?.view as ModalView | undefined;
    if (!surface || !view) return nothing;
    return html`<dialog
      class="dialog modal"
      aria-labelledby="modal-title"
      @cancel=${(event: Event) => {
        event.preventDefault();
        void this.#close();
      }}
    >
      <form
        novalidate
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.#submit();
        }}
      >
        <header>
          <h2 id="modal-title">${plainView(view.title.text)}</h2>
          <button
            type="button"
            class="quiet-button"
            aria-label="Close dialog"
            @click=${() => this.#close()}
          >
            ${icon("close")}
          </button>
        </header>
        <div class="dialog-body">${keyed(this.#view?.id, blocksView(surface.blocks, surface))}</div>
        <footer>
          <button type="button" class="button" @click=${() => this.#close()}>
            ${view.close?.text ?? (view.submit ? "Cancel" : "Close")}
          </button>
          ${
            view.submit
              ? html`<button
                  type="submit"
                  class="button primary"
                  aria-busy=${String(this.#isSubmitting)}
                >
                  ${view.submit.text}
                </button>`
              : nothing
          }
        </footer>
      </form>
    </dialog>`;
  }

  protected override drawn(): void {
    const dialog = this.querySelector<HTMLDialogElement>(":scope > dialog");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const wanted = elementsOf(this.#view?.view.blocks ?? []).find(
      ([, element]) => element["focus_on_load"],
    );
    const inside = wanted ? `[data-block="${CSS.escape(wanted[0])}"]` : ".dialog-body";
    const first = dialog.querySelector<HTMLElement>(
      `${inside} :is(input, select, textarea, button)`,
    );
    (first ?? dialog.querySelector<HTMLElement>("footer .primary"))?.focus();
  }

  #surface(): Surface | null {
    const [workspace, open] = [this.#workspace, this.#view];
    if (!workspace?.box || !open) return null;
    const blocks: readonly AnyBlock[] = open.view.blocks;
    const form = workspace.form(open.id);
    return {
      name: open.id,
      box: workspace.box,
      blocks,
      form,
      errors: { ...open.errors, ...this.#missing },
      act: (action) => workspace.act({ view_id: open.id }, action, form.values(blocks)),
      options: (block, action, value) =>
        workspace.options({ view_id: open.id, block_id: block, action_id: action, value }),
    };
  }

  async #submit(): Promise<void> {
    const surface = this.#surface();
    if (!surface || this.#isSubmitting) return;
    this.#missing = missing(surface);
    if (Object.keys(this.#missing).length === 0) {
      this.#isSubmitting = true;
      this.changed();
      await this.#workspace?.submit(surface.name, surface.form.values(surface.blocks));
      this.#isSubmitting = false;
    }
    this.changed();
    await Promise.resolve();
    this.querySelector<HTMLElement>(".invalid :is(input, select, textarea)")?.focus();
  }

  async #close(): Promise<void> {
    if (this.#view) await this.#workspace?.closeView(this.#view.id);
  }
}

customElements.define("box-modal", Modal);

function missing({ blocks, form }: Surface): Record<string, string> {
  const required = new Set(
    blocks
      .filter((block) => block.type === "input" && !(block as { optional?: boolean }).optional)
      .map((block) => block.block_id),
  );
  const found: Record<string, string> = {};
  for (const [block, element] of elementsOf(blocks)) {
    const value = form.value(block, element);
    if (required.has(block) && value && isEmpty(value))
      found[block] = "Please complete this required field.";
  }
  return found;
}
