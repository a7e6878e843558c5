import { render } from "lit-html";

/** A custom element with a state of its own, drawn into the page's own tree so that the page's styles hold. */
export abstract class Part extends HTMLElement {
  #isQueued = false;

  connectedCallback(): void {
    this.changed();
  }

  /** Draws again, once, after the current task. */
  protected changed(): void {
    if (this.#isQueued || !this.isConnected) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      if (!this.isConnected) return;
      render(this.template(), this);
      this.drawn();
    });
  }

  protected abstract template(): unknown;

  /** After each drawing. */
  protected drawn(): void {}
}
