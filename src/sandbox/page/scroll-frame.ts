const nearby = 80;

/** A scrolled frame that stays at its end while the reader is there, whatever grows inside it. */
export class ScrollFrame extends HTMLElement {
  #isAtEnd = true;
  #top = 0;
  #count = 0;
  #growth: ResizeObserver | null = null;

  connectedCallback(): void {
    this.addEventListener("scroll", this.#look, { passive: true });
    this.#growth = new ResizeObserver(() => {
      if (this.#isAtEnd) this.toEnd();
    });
    this.#growth.observe(this);
    for (const child of this.children) this.#growth.observe(child);
  }

  /** How many messages there are; one more, unseen, is worth a word. */
  set count(count: number) {
    if (count > this.#count && this.#count > 0 && !this.#isAtEnd) this.classList.add("behind");
    this.#count = count;
  }

  toEnd(): void {
    this.scrollTop = this.scrollHeight;
  }

  disconnectedCallback(): void {
    this.removeEventListener("scroll", this.#look);
    this.#growth?.disconnect();
  }

  /** Only a reader scrolls up; being far from the end may also mean that more has just come. */
  readonly #look = (): void => {
    const isNearEnd = this.scrollHeight - this.scrollTop - this.clientHeight < nearby;
    if (isNearEnd) {
      this.#isAtEnd = true;
      this.classList.remove("behind");
    }
    if (!isNearEnd && this.scrollTop < this.#top) this.#isAtEnd = false;
    this.#top = this.scrollTop;
  };
}

customElements.define("box-scroll-frame", ScrollFrame);
