import { html, render } from "lit-html";
import { icon } from "./icons.ts";

/** Shows a picture as large as the window allows; Escape, a click or the button closes it. */
export function enlarge(source: string, description: string): void {
  const dialog = document.createElement("dialog");
  dialog.className = "enlarged";
  dialog.setAttribute("aria-label", description);
  render(
    html`<button
        type="button"
        class="quiet-button"
        aria-label="Close picture"
        @click=${() => dialog.close()}
      >
        ${icon("close")}
      </button>
      <img src=${source} alt=${description} @click=${() => dialog.close()} />`,
    dialog,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
