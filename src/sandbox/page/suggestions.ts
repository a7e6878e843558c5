import { html, nothing, type TemplateResult } from "lit-html";
import { avatarView } from "./avatar.ts";
import type { Box } from "./box.ts";
import type { Suggestion } from "./completion.ts";

interface List {
  readonly id: string;
  readonly label: string;
  readonly active: number;
  readonly found: readonly Suggestion[];
  readonly choose: (suggestion: Suggestion) => void;
}

/** What the word being typed may become, above the composer. */
export function suggestionsView(
  box: Box,
  { id, label, active, found, choose }: List,
): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<ul class="completion" role="listbox" id=${id} aria-label=${label}>
    ${found.map(
      (suggestion, index) =>
        html`<li
          role="option"
          id=${`${id}-${index}`}
          class=${label === "People" ? "named" : ""}
          aria-selected=${String(index === active)}
          @pointerdown=${(event: Event) => {
            event.preventDefault();
            choose(suggestion);
          }}
        >
          ${suggestion.user ? avatarView(box.users.get(suggestion.user), "tiny") : nothing}
          <span><strong>${suggestion.word}</strong> <code>${suggestion.hint}</code></span>
          <small>${suggestion.note}</small>
        </li>`,
    )}
  </ul>`;
}
