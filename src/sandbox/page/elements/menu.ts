import { html } from "lit-html";
import { Part } from "../part.ts";
import { showBeside } from "../popover.ts";

export interface MenuItem {
  readonly content: unknown;
  /** Given for items of which one is in force. */
  readonly isChecked?: boolean;
  run(): void;
}

/** A button with a menu of a few things to do. */
export class Menu extends Part {
  #label = "";
  /** Words among it, shown or hidden, name the button. */
  #face: unknown = "";
  #items: readonly MenuItem[] = [];

  set label(label: string) {
    this.#label = label;
    this.changed();
  }

  set face(face: unknown) {
    this.#face = face;
    this.changed();
  }

  set items(items: readonly MenuItem[]) {
    this.#items = items;
    this.changed();
  }

  protected override template(): unknown {
    return html`<button
        type="button"
        class="menu-button"
        aria-haspopup="menu"
        @click=${() => this.#open()}
      >
        ${this.#face}
      </button>
      <div class="menu" role="menu" popover aria-label=${this.#label} @keydown=${this.#move}>
        ${this.#items.map(
          (item) =>
            html`<button
              type="button"
              tabindex="-1"
              role=${item.isChecked === undefined ? "menuitem" : "menuitemradio"}
              aria-checked=${String(item.isChecked ?? false)}
              @click=${() => this.#choose(item)}
            >
              ${item.content}
            </button>`,
        )}
      </div>`;
  }

  #open(): void {
    const [button, panel] = this.#parts();
    showBeside(button, panel);
    const checked = panel.querySelector<HTMLElement>("[aria-checked=true]");
    (checked ?? this.#entries()[0])?.focus();
  }

  #choose(item: MenuItem): void {
    const [button, panel] = this.#parts();
    panel.hidePopover();
    button.focus();
    item.run();
  }

  readonly #move = (event: KeyboardEvent): void => {
    const entries = this.#entries();
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    entries.at(next % entries.length)?.focus();
  };

  #parts(): [HTMLElement, HTMLElement] {
    const [button, panel] = this.children;
    return [button as HTMLElement, panel as HTMLElement];
  }

  #entries(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  }
}

customElements.define("box-menu", Menu);
