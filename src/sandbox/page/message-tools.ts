import { html, nothing, type TemplateResult } from "lit-html";
import type { BoxMessage } from "../contract.ts";
import type { Box } from "./box.ts";
import "./elements/menu.ts";
import type { MenuItem } from "./elements/menu.ts";
import { icon } from "./icons.ts";
import { reactMenu } from "./reactions.ts";
import type { Workspace } from "./workspace.ts";

/** What can be done with a message: react, reply, and under “More actions” the rest. */
export function toolbarView(
  workspace: Workspace,
  box: Box,
  message: BoxMessage,
  pane: "channel" | "thread",
): TemplateResult {
  const reply = html`<button
    type="button"
    class="quiet-button"
    aria-label="Reply in thread"
    title="Reply in thread"
    @click=${() => workspace.open(message.channel, message.ts)}
  >
    ${icon("reply")}
  </button>`;
  return html`<div class="message-tools">
    ${reactMenu(workspace, message)}${pane === "channel" ? reply : nothing}
    <box-menu
      class="more"
      .label=${"More actions"}
      .face=${html`${icon("more")}<span class="hidden">More actions</span>`}
      .items=${itemsFor(workspace, box, message)}
    ></box-menu>
  </div>`;
}

function itemsFor(workspace: Workspace, box: Box, message: BoxMessage): MenuItem[] {
  const app = [...box.users.values()].find((user) => user.is_bot)?.real_name ?? "App";
  return box.shortcuts.map(({ name, callback_id: id }) => ({
    content: html`<span>${name}</span><small class="from">${app}</small>`,
    run: () => void workspace.runShortcut(message, id),
  }));
}
