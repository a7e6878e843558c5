import type { Confirm } from "@slack/types";
import { html, render } from "lit-html";
import type { Box } from "./box.ts";
import { textView } from "./text/text-view.ts";

/** Asks before an action that wants it; true at once for those that do not. */
export async function confirmed(confirm: unknown, box: Box): Promise<boolean> {
  if (typeof confirm !== "object" || confirm === null) return true;
  return ask(confirm as Confirm, box);
}

function ask(confirm: Confirm, box: Box): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog small";
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-labelledby", "confirm-title");
  render(
    html`<form method="dialog">
      <h2 id="confirm-title">${confirm.title?.text ?? "Are you sure?"}</h2>
      <div class="dialog-body">${textView(confirm.text, box)}</div>
      <footer>
        <button class="button" value="deny">${confirm.deny?.text ?? "Cancel"}</button>
        <button
          class="button ${confirm.style === "danger" ? "danger" : "primary"}"
          value="confirm"
          autofocus
        >
          ${confirm.confirm?.text ?? "Yes"}
        </button>
      </footer>
    </form>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "confirm");
    });
  });
}
