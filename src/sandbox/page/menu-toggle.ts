import { html, type TemplateResult } from "lit-html";
import { icon } from "./icons.ts";
import type { Workspace } from "./workspace.ts";

/** On a narrow window the channels are behind this button. */
export function menuToggle(workspace: Workspace): TemplateResult {
  return html`<button
    type="button"
    class="quiet-button menu-toggle"
    aria-label="Channels"
    aria-expanded=${String(workspace.isMenuOpen)}
    @click=${() => workspace.showMenu(!workspace.isMenuOpen)}
  >
    ${icon("menu")}
  </button>`;
}
