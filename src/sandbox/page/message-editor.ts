import { html, nothing } from "lit-html";
import type { BoxMessage } from "../contract.ts";
import { Part } from "./part.ts";
import { typedText } from "./text/typed-text.ts";
import type { Workspace } from "./workspace.ts";

/** Where a person changes the words of a message of theirs: Enter saves, Escape leaves it as it was. */
export class MessageEditor extends Part {
  #workspace: Workspace | null = null;
  #message: BoxMessage | null = null;
  #text: string | null = null;

  set workspace(workspace: Workspace) {
    this.#workspace = workspace;
  }

  set message(message: BoxMessage) {
    if (message.ts === this.#message?.ts) return;
    this.#message = message;
    this.changed();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    queueMicrotask(() => {
      const input = this.querySelector("textarea");
      input?.focus();
      input?.setSelectionRange(input.value.length, input.value.length);
    });
  }

  protected override template(): unknown {
    const [message, box] = [this.#message, this.#workspace?.box];
    if (!message || !box) return nothing;
    this.#text ??= typedText(message.text, box);
    return html`<div class="editor">
      <textarea
        class="text-input"
        rows="1"
        aria-label="Edit message"
        .value=${this.#text}
        @input=${(event: Event) => {
          this.#text = (event.target as HTMLTextAreaElement).value;
          this.changed();
        }}
        @keydown=${this.#press}
      ></textarea>
      <div class="actions">
        <button type="button" class="button small primary" @click=${() => this.#save()}>
          Save
        </button>
        <button type="button" class="button small" @click=${() => this.#workspace?.edit(null)}>
          Cancel
        </button>
      </div>
    </div>`;
  }

  protected override drawn(): void {
    const input = this.querySelector("textarea");
    if (!input) return;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight + 2}px`;
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) void this.#save();
    else if (event.key === "Escape") this.#workspace?.edit(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  async #save(): Promise<void> {
    const [message, text] = [this.#message, this.#text];
    if (message && text !== null) await this.#workspace?.saveEdit(message, text.trim());
  }
}

customElements.define("box-message-editor", MessageEditor);
