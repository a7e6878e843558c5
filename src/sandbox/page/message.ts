import type { AnyBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import type { BoxMessage } from "../contract.ts";
import { avatarView } from "./avatar.ts";
import { blocksView } from "./blocks/block.ts";
import { pinOf, type Box, type ThreadSummary } from "./box.ts";
import { filesView } from "./files/file-view.ts";
import { icon } from "./icons.ts";
import "./message-editor.ts";
import { shownName, toolbarView } from "./message-tools.ts";
import { reactionsView } from "./reactions.ts";
import type { Surface } from "./surface.ts";
import { fullTimeText, shortTimeText, timeText } from "./text/date.ts";
import { mrkdwnView } from "./text/text-view.ts";
import type { Workspace } from "./workspace.ts";

export interface Shown {
  readonly message: BoxMessage;
  /** Follows another of the same user closely, so the name need not be said again. */
  readonly isContinued: boolean;
  readonly summary: ThreadSummary | undefined;
  readonly pane: "channel" | "thread";
}

export function messageView(workspace: Workspace, box: Box, shown: Shown): TemplateResult {
  const { message, isContinued, summary, pane } = shown;
  const author = box.users.get(message.user);
  const name = author?.real_name ?? message.user;
  return html`<article
    class="message ${isContinued ? "continued" : ""} ${message.ephemeral_to ? "ephemeral" : ""} ${
      message.is_deleted ? "deleted" : ""
    }"
    tabindex="-1"
    aria-label=${`${name}, ${timeText(message.ts)}`}
  >
    <div class="message-side">
      ${isContinued ? timeView(message, shortTimeText) : avatarView(author)}
    </div>
    <div class="message-main">
      ${
        isContinued
          ? nothing
          : html`<header>
              <strong>${name}</strong>
              ${author?.is_bot ? html`<span class="badge">App</span>` : nothing}
              ${timeView(message, timeText)}
            </header>`
      }
      ${
        message.ephemeral_to
          ? html`<p class="only-you">${icon("eye")}Only visible to you</p>`
          : nothing
      }
      ${pinnedView(box, message)}
      ${
        workspace.editing === shownName(message, pane)
          ? html`<box-message-editor
              .workspace=${workspace}
              .message=${message}
            ></box-message-editor>`
          : guard([message, box.users, box.channels, workspace.me], () =>
              contentView(workspace, box, message, pane),
            )
      }
      ${reactionsView(workspace, box, message)}
      ${summary && pane === "channel" ? summaryView(workspace, box, message, summary) : nothing}
    </div>
    ${message.ephemeral_to || message.is_deleted ? nothing : toolbarView(workspace, box, message, pane)}
  </article>`;
}

function pinnedView(box: Box, message: BoxMessage): TemplateResult | typeof nothing {
  const pin = pinOf(box, message);
  if (!pin) return nothing;
  const who = box.users.get(pin.user)?.real_name ?? pin.user;
  return html`<p class="only-you pinned">${icon("pin")}Pinned by ${who}</p>`;
}

function timeView({ ts }: BoxMessage, written: (ts: string) => string): TemplateResult {
  return html`<time datetime=${new Date(Number(ts) * 1000).toISOString()} title=${fullTimeText(ts)}
    >${written(ts)}</time
  >`;
}

function contentView(
  workspace: Workspace,
  box: Box,
  message: BoxMessage,
  pane: string,
): TemplateResult {
  const blocks: readonly AnyBlock[] = message.blocks ?? [];
  const surface = surfaceOf(workspace, box, message, blocks, pane);
  const edited = message.edited ? html`<span class="edited">(edited)</span>` : nothing;
  return html`${
    blocks.length > 0
      ? blocksView(blocks, surface)
      : message.text
        ? html`<div class="message-text">
            ${mrkdwnView(message.text, box)}${author(message, box) ? nothing : edited}
          </div>`
        : nothing
  }
  ${message.files?.length ? filesView(message.files) : nothing}`;
}

/** Apps edit as their work goes on; only a person's edit is worth a word. */
function author(message: BoxMessage, box: Box): boolean {
  return box.users.get(message.user)?.is_bot ?? false;
}

function surfaceOf(
  workspace: Workspace,
  box: Box,
  message: BoxMessage,
  blocks: readonly AnyBlock[],
  pane: string,
): Surface {
  const { channel, ts } = message;
  const form = workspace.form(`${workspace.me}:${channel}:${ts}`);
  return {
    name: `${pane}-${channel}-${ts}`,
    box,
    blocks,
    form,
    errors: {},
    act: (action) => workspace.act({ channel, ts }, action, form.values(blocks)),
    options: (block, action, value) =>
      workspace.options({ channel, ts, block_id: block, action_id: action, value }),
  };
}

function summaryView(
  workspace: Workspace,
  box: Box,
  message: BoxMessage,
  summary: ThreadSummary,
): TemplateResult {
  return html`<button
    type="button"
    class="thread-summary"
    @click=${() => workspace.open(message.channel, message.ts)}
  >
    <span class="faces">
      ${summary.users.slice(0, 3).map((id) => avatarView(box.users.get(id), "tiny"))}
    </span>
    <span class="replies">${repliesText(summary.replies)}</span>
    <span class="last-reply">Last reply ${timeText(summary.lastTs)}</span>
  </button>`;
}

export function repliesText(count: number): string {
  return `${count} ${count === 1 ? "reply" : "replies"}`;
}
