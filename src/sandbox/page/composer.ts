import { html, nothing } from "lit-html";
import type { BoxCommand } from "../contract.ts";
import { commandTyped, completions } from "./completion.ts";
import { icon } from "./icons.ts";
import { Part } from "./part.ts";
import type { Workspace } from "./workspace.ts";

/** Where a person types: messages, slash commands with completion, files by button or drop. */
export class Composer extends Part {
  #workspace: Workspace | null = null;
  #thread: string | null = null;
  #label = "";
  #text = "";
  #active = 0;
  #isDismissed = false;
  #isSending = false;
  #sent: string[] = [];
  #wantsFocus = false;

  set workspace(workspace: Workspace) {
    this.#workspace = workspace;
    this.changed();
  }

  set thread(thread: string | null) {
    this.#thread = thread;
  }

  set label(label: string) {
    this.#label = label;
    this.changed();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#wantsFocus = hasKeyboard();
  }

  /** A closed thread hands the keyboard back to its channel. */
  disconnectedCallback(): void {
    if (!this.#thread || !hasKeyboard()) return;
    document.querySelector<HTMLElement>("main box-composer textarea")?.focus();
  }

  /** Puts words in the box for the person to send. */
  suggest(text: string): void {
    this.#write(text);
    this.#input()?.focus();
  }

  protected override template(): unknown {
    const found = this.#found();
    const typed = commandTyped(this.#commands(), this.#text);
    return html`${found.length > 0 ? this.#listView(found) : nothing}
      ${typed ? this.#hintView(typed) : nothing}
      <div class="composer">
        <textarea
          rows="1"
          aria-label=${this.#label}
          placeholder=${this.#label}
          aria-autocomplete="list"
          aria-controls=${found.length > 0 ? this.#listId() : nothing}
          aria-activedescendant=${found.length > 0 ? `${this.#listId()}-${this.#active}` : nothing}
          .value=${this.#text}
          @input=${(event: Event) => this.#write((event.target as HTMLTextAreaElement).value)}
          @keydown=${this.#press}
          @paste=${(event: ClipboardEvent) => this.#take(event.clipboardData?.files)}
        ></textarea>
        <div class="composer-tools">
          <label class="quiet-button" title="Attach files">
            ${icon("attach")}
            <input
              type="file"
              multiple
              aria-label="Attach files"
              @change=${(event: Event) => {
                const input = event.target as HTMLInputElement;
                this.#take(input.files);
                input.value = "";
              }}
            />
          </label>
          <button
            type="button"
            class="send-button"
            aria-label="Send"
            ?disabled=${!this.#text.trim()}
            aria-busy=${String(this.#isSending)}
            @click=${() => this.#send()}
          >
            ${icon("send")}
          </button>
        </div>
      </div>`;
  }

  protected override drawn(): void {
    const input = this.#input();
    if (!input) return;
    if (this.#wantsFocus) input.focus({ preventScroll: true });
    this.#wantsFocus = false;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 220)}px`;
  }

  #listView(found: readonly BoxCommand[]): unknown {
    return html`<ul class="completion" role="listbox" id=${this.#listId()} aria-label="Commands">
      ${found.map(
        (command, index) =>
          html`<li
            role="option"
            id=${`${this.#listId()}-${index}`}
            aria-selected=${String(index === this.#active)}
            @pointerdown=${(event: Event) => {
              event.preventDefault();
              this.#complete(command);
            }}
          >
            <span><strong>${command.command}</strong> <code>${command.usage_hint}</code></span>
            <small>${command.description}</small>
          </li>`,
      )}
    </ul>`;
  }

  #hintView(command: BoxCommand): unknown {
    return html`<p class="usage-hint">
      <strong>${command.command}</strong> <code>${command.usage_hint}</code>
    </p>`;
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const found = this.#found();
    const chosen = found[this.#active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (chosen && step !== undefined) {
      this.#active = (this.#active + step + found.length) % found.length;
    } else if (chosen && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
      if (event.key === "Enter" && chosen.command === this.#text) return this.#sendNow(event);
      this.#complete(chosen);
    } else if (chosen && event.key === "Escape") {
      this.#isDismissed = true;
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      return this.#sendNow(event);
    } else if (event.key === "ArrowUp" && !this.#text && this.#sent.length > 0) {
      this.#write(this.#sent.at(-1) ?? "");
    } else return;
    event.preventDefault();
    this.changed();
  };

  #sendNow(event: Event): void {
    event.preventDefault();
    void this.#send();
  }

  /** Clears at once, as a person expects; what was refused comes back to be mended. */
  async #send(): Promise<void> {
    const text = this.#text.trim();
    if (!text || !this.#workspace || this.#isSending) return;
    this.#isSending = true;
    this.#sent.push(text);
    this.#write("");
    const isTaken = await this.#workspace.send(text, this.#thread);
    this.#isSending = false;
    if (!isTaken && !this.#text) this.#write(text);
    this.changed();
  }

  #take(files: FileList | null | undefined): void {
    if (files?.length) void this.#workspace?.upload([...files], this.#thread);
  }

  #complete(command: BoxCommand): void {
    this.#write(`${command.command} `);
  }

  #write(text: string): void {
    this.#text = text;
    this.#active = 0;
    this.#isDismissed = false;
    this.changed();
  }

  #found(): readonly BoxCommand[] {
    if (this.#thread || this.#isDismissed) return [];
    return completions(this.#commands(), this.#text);
  }

  #commands(): readonly BoxCommand[] {
    return this.#workspace?.box?.commands ?? [];
  }

  #input(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  #listId(): string {
    return this.#thread ? "thread-commands" : "channel-commands";
  }
}

customElements.define("box-composer", Composer);

/** On a touch screen taking the focus would raise the keyboard over the messages. */
function hasKeyboard(): boolean {
  return matchMedia("(hover: hover)").matches;
}
