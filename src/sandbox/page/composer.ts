import { html, nothing } from "lit-html";
import {
  commandSuggestions,
  commandTyped,
  mentions,
  mentionTyped,
  type Suggestion,
} from "./completion.ts";
import { discard, draftOf, draftsView, type DraftFile } from "./draft-files.ts";
import { icon } from "./icons.ts";
import { Part } from "./part.ts";
import { suggestionsView } from "./suggestions.ts";
import type { Workspace } from "./workspace.ts";

/** Where a person types: messages, slash commands and names with completion, files by button, drop or paste. */
export class Composer extends Part {
  #workspace: Workspace | null = null;
  #thread: string | null = null;
  #label = "";
  #text = "";
  #caret = 0;
  #movesCaret = false;
  #files: readonly DraftFile[] = [];
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
    this.#files.forEach(discard);
    if (!this.#thread || !hasKeyboard()) return;
    document.querySelector<HTMLElement>("main box-composer textarea")?.focus();
  }

  /** Puts words in the box for the person to send. */
  suggest(text: string): void {
    this.#write(text);
    this.#input()?.focus();
  }

  /** Takes files to be sent with the next message. */
  attach(files: Iterable<File>): void {
    const added = [...files].map(draftOf);
    if (added.length === 0) return;
    this.#files = [...this.#files, ...added];
    this.#input()?.focus();
    this.changed();
  }

  protected override template(): unknown {
    const box = this.#workspace?.box;
    const found = this.#found();
    const typed = commandTyped(box?.commands ?? [], this.#text);
    return html`${
        box
          ? suggestionsView(box, {
              id: this.#listId(),
              label: this.#mention() ? "People" : "Commands",
              active: this.#active,
              found,
              choose: (suggestion) => this.#complete(suggestion),
            })
          : nothing
      }
      ${
        typed
          ? html`<p class="usage-hint">
              <strong>${typed.command}</strong> <code>${typed.usage_hint}</code>
            </p>`
          : nothing
      }
      ${draftsView(this.#files, (draft) => this.#remove(draft))}
      <div class="composer">
        <textarea
          rows="1"
          aria-label=${this.#label}
          placeholder=${this.#label}
          aria-autocomplete="list"
          aria-controls=${found.length > 0 ? this.#listId() : nothing}
          aria-activedescendant=${found.length > 0 ? `${this.#listId()}-${this.#active}` : nothing}
          .value=${this.#text}
          @input=${(event: Event) => {
            const { value, selectionStart } = event.target as HTMLTextAreaElement;
            this.#write(value, selectionStart);
          }}
          @keydown=${this.#press}
          @paste=${(event: ClipboardEvent) => this.attach(event.clipboardData?.files ?? [])}
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
                this.attach(input.files ?? []);
                input.value = "";
              }}
            />
          </label>
          <button
            type="button"
            class="send-button"
            aria-label="Send"
            ?disabled=${!this.#text.trim() && this.#files.length === 0}
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
    if (this.#movesCaret) input.setSelectionRange(this.#caret, this.#caret);
    this.#movesCaret = false;
  }

  readonly #press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const found = this.#found();
    const chosen = found[this.#active];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (chosen && step !== undefined) {
      this.#active = (this.#active + step + found.length) % found.length;
    } else if (chosen && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
      if (event.key === "Enter" && chosen.word === this.#typed()) return this.#sendNow(event);
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
    const files = this.#files;
    if ((!text && files.length === 0) || !this.#workspace || this.#isSending) return;
    this.#isSending = true;
    if (text) this.#sent.push(text);
    this.#files = [];
    this.#write("");
    const isTaken = await this.#workspace.send(
      text,
      this.#thread,
      files.map(({ file }) => file),
    );
    this.#isSending = false;
    if (isTaken) files.forEach(discard);
    else this.#files = [...files, ...this.#files];
    if (!isTaken && !this.#text) this.#write(text);
    this.changed();
  }

  #remove(draft: DraftFile): void {
    discard(draft);
    this.#files = this.#files.filter((each) => each !== draft);
    this.#input()?.focus();
    this.changed();
  }

  #complete({ word }: Suggestion): void {
    const before = this.#text.slice(0, this.#caret - this.#typed().length);
    const start = `${before}${word} `;
    this.#write(start + this.#text.slice(this.#caret).replace(/^ /, ""), start.length);
    this.#movesCaret = true;
  }

  #write(text: string, caret = text.length): void {
    this.#text = text;
    this.#caret = caret;
    this.#active = 0;
    this.#isDismissed = false;
    this.changed();
  }

  #found(): readonly Suggestion[] {
    const box = this.#workspace?.box;
    if (this.#isDismissed || !box) return [];
    const mention = this.#mention();
    if (mention) return mentions(box, mention);
    return this.#thread ? [] : commandSuggestions(box.commands, this.#text);
  }

  /** The word that a suggestion would replace. */
  #typed(): string {
    return this.#mention() || this.#text;
  }

  #mention(): string {
    return mentionTyped(this.#text.slice(0, this.#caret));
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
