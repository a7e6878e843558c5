import { html, nothing, type TemplateResult } from "lit-html";
import type { BoxMessage } from "../contract.ts";
import type { Box } from "./box.ts";
import "./elements/menu.ts";
import { icon } from "./icons.ts";
import { emojiView } from "./text/text-view.ts";
import type { Workspace } from "./workspace.ts";

const offered = ["white_check_mark", "paperclip", "eyes", "pushpin", "+1", "question"];

/** Who marked a message with what; a press adds or takes back one's own. */
export function reactionsView(workspace: Workspace, box: Box, message: BoxMessage): unknown {
  if (!message.reactions?.length) return nothing;
  return html`<div class="reactions">
    ${message.reactions.map(({ name, users }) => {
      const isMine = users.includes(workspace.me);
      const names = users.map((id) => box.users.get(id)?.real_name ?? id).join(", ");
      return html`<button
        type="button"
        class="reaction"
        aria-pressed=${String(isMine)}
        title=${names}
        @click=${() => workspace.react(message, name, !isMine)}
      >
        ${emojiView(name)}<span>${users.length}</span>
      </button>`;
    })}
  </div>`;
}

export function reactMenu(workspace: Workspace, message: BoxMessage): TemplateResult {
  const items = offered.map((name) => ({
    content: html`${emojiView(name)}${name.replaceAll("_", " ")}`,
    run: () => void workspace.react(message, name, true),
  }));
  return html`<box-menu
    class="react"
    .label=${"Add a reaction"}
    .face=${html`${icon("smile")}<span class="hidden">Add a reaction</span>`}
    .items=${items}
  ></box-menu>`;
}
