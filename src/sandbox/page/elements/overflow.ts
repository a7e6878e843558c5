import { html, type TemplateResult } from "lit-html";
import { confirmed } from "../confirm.ts";
import { icon } from "../icons.ts";
import { tell, type Choice, type Field } from "../surface.ts";
import { isSafeLink } from "../text/safe-link.ts";
import { choiceView } from "./choices.ts";
import "./menu.ts";

export function overflowView(field: Field): TemplateResult {
  const choices = (field.element["options"] ?? []) as readonly (Choice & { url?: string })[];
  const items = choices.map((choice) => ({
    content: choiceView(choice),
    run: async () => {
      if (!(await confirmed(field.element["confirm"], field.surface.box))) return;
      if (choice.url && isSafeLink(choice.url)) window.open(choice.url, "_blank", "noopener");
      await tell(field, { selected_option: choice });
    },
  }));
  return html`<box-menu
    class="overflow"
    .label=${"More options"}
    .face=${html`${icon("more")}<span class="hidden">More options</span>`}
    .items=${items}
  ></box-menu>`;
}
