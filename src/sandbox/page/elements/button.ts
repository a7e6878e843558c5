import { html, nothing, type TemplateResult } from "lit-html";
import type { Button } from "@slack/types";
import { confirmed } from "../confirm.ts";
import { addressOf, placeBehind } from "../place.ts";
import { tell, type Field } from "../surface.ts";
import { isSafeLink } from "../text/safe-link.ts";
import { plainView } from "../text/text-view.ts";

export function buttonView(field: Field): TemplateResult {
  const button = field.element as unknown as Button;
  return html`<button
    type="button"
    class="button ${button.style ?? ""}"
    aria-label=${button.accessibility_label ?? nothing}
    @click=${(event: Event) => press(field, event.currentTarget as HTMLButtonElement)}
  >
    ${plainView(button.text.text)}
  </button>`;
}

async function press(field: Field, pressed: HTMLButtonElement): Promise<void> {
  const button = field.element as unknown as Button;
  if (!(await confirmed(button.confirm, field.surface.box))) return;
  if (button.url && isSafeLink(button.url)) follow(button.url);
  await whileBusy(pressed, () =>
    tell(field, { text: button.text, ...(button.value !== undefined && { value: button.value }) }),
  );
}

/** A message of this workspace opens here, as in Slack. */
function follow(url: string): void {
  const here = placeBehind(url, location.origin);
  if (here) location.hash = addressOf(here);
  else window.open(url, "_blank", "noopener");
}

/** Marks a button busy, and deaf, until the app has answered. */
export async function whileBusy(
  button: HTMLButtonElement,
  work: () => Promise<void>,
): Promise<void> {
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    await work();
  } finally {
    button.ariaBusy = "false";
  }
}
