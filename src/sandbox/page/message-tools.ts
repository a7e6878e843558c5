import { html, nothing, type TemplateResult } from "lit-html";
import type { BoxMessage } from "../contract.ts";
import { pinOf, type Box } from "./box.ts";
import { confirmed } from "./confirm.ts";
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
      .items=${itemsFor(workspace, box, message, pane)}
    ></box-menu>
  </div>`;
}

function itemsFor(
  workspace: Workspace,
  box: Box,
  message: BoxMessage,
  pane: "channel" | "thread",
): MenuItem[] {
  const app = [...box.users.values()].find((user) => user.is_bot)?.real_name ?? "App";
  const isPinned = pinOf(box, message) !== undefined;
  const everyones = [
    ...box.shortcuts.map(({ name, callback_id: id }) => ({
      content: html`<span>${name}</span><small class="from">${app}</small>`,
      run: () => void workspace.runShortcut(message, id),
    })),
    {
      content: isPinned ? "Unpin from channel" : "Pin to channel",
      run: () => void workspace.pin(message, !isPinned),
    },
  ];
  if (message.user !== workspace.me) return everyones;
  return [
    ...everyones,
    { content: "Edit message", run: () => workspace.edit(shownName(message, pane)) },
    {
      content: html`<span class="danger">Delete message</span>`,
      run: () => void erase(workspace, box, message),
    },
  ];
}

/** The same message may be shown twice: in its channel and above its thread. */
export function shownName({ channel, ts }: BoxMessage, pane: "channel" | "thread"): string {
  return `${pane}-${channel}-${ts}`;
}

async function erase(workspace: Workspace, box: Box, message: BoxMessage): Promise<void> {
  const plain = (text: string) => ({ type: "plain_text" as const, text });
  const question = {
    title: plain("Delete message?"),
    text: plain("It is gone for everyone. What the app has captured of it stays."),
    confirm: plain("Delete"),
    deny: plain("Cancel"),
    style: "danger" as const,
  };
  if (await confirmed(question, box)) await workspace.delete(message);
}
