import { html, nothing } from "lit-html";
import { stateProperty } from "../form.ts";
import { icon } from "../icons.ts";
import { Part } from "../part.ts";
import { isShown, showBeside } from "../popover.ts";
import { enter, valueIn, type Choice, type ChoiceGroup, type Field } from "../surface.ts";
import { choiceGroups, choiceHeld, choiceView, choiceWords, heldAs } from "./choices.ts";

/** Milliseconds without a key before the app is asked: a word being typed is one question. */
const typingPause = 150;

let count = 0;

/** Choosing by typing: one or several, from a known list or from what the app suggests. */
export class Combobox extends Part {
  readonly #id = `combobox-${++count}`;
  #field: Field | null = null;
  #groups: readonly ChoiceGroup[] = [];
  #active = 0;
  #query: string | null = null;
  #asked = 0;
  #note = "";

  set field(field: Field) {
    this.#field = field;
    this.changed();
  }

  protected override template(): unknown {
    const field = this.#field;
    if (!field) return nothing;
    const chosen = this.#chosen(field);
    const placeholder = field.element["placeholder"] as { text: string } | undefined;
    const shown = this.#isMultiple(field) || !chosen[0] ? "" : choiceWords(chosen[0]);
    return html`<div class="combobox">
        ${this.#isMultiple(field) ? chosen.map((choice) => this.#chip(field, choice)) : nothing}
        <input
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          aria-autocomplete="list"
          aria-expanded=${String(this.#query !== null)}
          aria-controls=${this.#id}
          aria-label=${field.label}
          aria-describedby=${field.describedBy ?? nothing}
          aria-invalid=${field.isInvalid ? "true" : nothing}
          aria-activedescendant=${this.#query === null ? nothing : `${this.#id}-${this.#active}`}
          placeholder=${placeholder?.text ?? "Type to search…"}
          .value=${this.#query ?? shown}
          @input=${(event: Event) => this.#search((event.target as HTMLInputElement).value)}
          @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
          @click=${() => this.#search(this.#query ?? "")}
          @keydown=${this.#press}
          @blur=${() => this.#close()}
        />
        ${icon("search")}
      </div>
      <ul class="menu" role="listbox" id=${this.#id} popover="manual" aria-label=${field.label}>
        ${this.#groups.map((group) => this.#groupView(field, group))}
        ${this.#note ? html`<li class="note" role="presentation">${this.#note}</li>` : nothing}
      </ul>`;
  }

  protected override drawn(): void {
    const panel = this.querySelector<HTMLElement>("[popover]");
    const box = this.querySelector<HTMLElement>(".combobox");
    if (!panel || !box) return;
    if (this.#query === null) {
      if (isShown(panel)) panel.hidePopover();
      return;
    }
    panel.style.minWidth = `${box.offsetWidth}px`;
    showBeside(box, panel);
    panel.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }

  #chip(field: Field, choice: Choice): unknown {
    return html`<span class="chip"
      >${choiceView(choice)}
      <button
        type="button"
        aria-label=${`Remove ${choiceWords(choice)}`}
        @click=${() => this.#keep(field, this.#without(field, choice))}
      >
        ${icon("close")}
      </button></span
    >`;
  }

  #groupView(field: Field, { label, choices }: ChoiceGroup): unknown {
    const all = this.#choices();
    return html`${label ? html`<li class="note group" role="presentation">${label}</li>` : nothing}
    ${choices.map((choice) => this.#option(field, choice, all.indexOf(choice)))}`;
  }

  #option(field: Field, choice: Choice, index: number): unknown {
    const isChosen = this.#chosen(field).some(({ value }) => value === choice.value);
    return html`<li
      role="option"
      id=${`${this.#id}-${index}`}
      class=${index === this.#active ? "active" : ""}
      aria-selected=${String(isChosen)}
      @pointerdown=${(event: Event) => {
        event.preventDefault();
        void this.#choose(field, choice);
      }}
    >
      ${choiceView(choice)}
      ${choice.description ? html`<small>${choice.description.text}</small>` : nothing}
    </li>`;
  }

  async #search(query: string): Promise<void> {
    const field = this.#field;
    if (!field) return;
    const asked = ++this.#asked;
    this.#query = query;
    this.#active = 0;
    this.#note = "";
    if (!field.element.type.endsWith("external_select")) {
      this.#show(matching(choiceGroups(field), query));
      return;
    }
    const least = Number(field.element["min_query_length"] ?? 3);
    if (query.length < least) {
      this.#show([], `Type at least ${least} ${least === 1 ? "character" : "characters"}`);
      return;
    }
    this.#show(this.#groups, "Searching…");
    await new Promise((resolve) => setTimeout(resolve, typingPause));
    if (asked !== this.#asked) return;
    const { surface, block, element } = field;
    const found = await surface.options(block, element.action_id ?? "", query);
    if (asked !== this.#asked || this.#query === null) return;
    if ("problem" in found) this.#show([], found.problem);
    else this.#show(found);
  }

  #show(groups: readonly ChoiceGroup[], note?: string): void {
    this.#groups = groups;
    this.#note = note ?? (this.#choices().length === 0 ? "No results" : "");
    this.changed();
  }

  #choices(): readonly Choice[] {
    return this.#groups.flatMap(({ choices }) => choices);
  }

  readonly #press = (event: KeyboardEvent): void => {
    const field = this.#field;
    if (!field) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (this.#query === null) void this.#search("");
      else this.#active = moved(this.#active + step, this.#choices().length);
      this.changed();
    } else if (event.key === "Enter" && this.#query !== null) {
      event.preventDefault();
      const choice = this.#choices()[this.#active];
      if (choice) void this.#choose(field, choice);
    } else if (event.key === "Escape" && this.#query !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (event.key === "Backspace" && !this.#query && this.#isMultiple(field)) {
      void this.#keep(field, this.#chosen(field).slice(0, -1));
    }
  };

  async #choose(field: Field, choice: Choice): Promise<void> {
    this.#close();
    if (!this.#isMultiple(field)) return this.#keep(field, [choice]);
    const others = this.#without(field, choice);
    const isNew = others.length === this.#chosen(field).length;
    const most = Number(field.element["max_selected_items"] ?? Infinity);
    await this.#keep(field, isNew ? [...others, choice].slice(-most) : others);
  }

  async #keep(field: Field, chosen: readonly Choice[]): Promise<void> {
    const held = chosen.map((choice) => heldAs(field, choice));
    const property = stateProperty(field.element.type) ?? "";
    await enter(field, property, this.#isMultiple(field) ? held : (held[0] ?? null));
    this.changed();
  }

  #close(): void {
    this.#query = null;
    this.changed();
  }

  #chosen(field: Field): readonly Choice[] {
    const held = valueIn(field, stateProperty(field.element.type) ?? "");
    const list = Array.isArray(held) ? (held as unknown[]) : [held];
    return list.map((each) => choiceHeld(field, each)).filter((choice) => choice !== null);
  }

  #without(field: Field, { value }: Choice): readonly Choice[] {
    return this.#chosen(field).filter((choice) => choice.value !== value);
  }

  #isMultiple({ element: { type } }: Field): boolean {
    return type.startsWith("multi_");
  }
}

customElements.define("box-combobox", Combobox);

function matching(groups: readonly ChoiceGroup[], query: string): readonly ChoiceGroup[] {
  const words = query.toLowerCase();
  const isMeant = (choice: Choice) => choiceWords(choice).toLowerCase().includes(words);
  return groups
    .map(({ label, choices }) => ({ label, choices: choices.filter(isMeant) }))
    .filter(({ choices }) => choices.length > 0);
}

/** Past the last one comes the first. */
function moved(index: number, length: number): number {
  return length === 0 ? 0 : (index + length) % length;
}
