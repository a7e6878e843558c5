import { html, nothing, type TemplateResult } from "lit-html";
import { threadMessages, type Box } from "./box.ts";
import { channelTitle } from "./channel-name.ts";
import { conversationView } from "./conversation.ts";
import { dropZone } from "./drop-zone.ts";
import { icon } from "./icons.ts";
import { messageListView } from "./message-list.ts";
import { repliesText } from "./message.ts";
import type { Workspace } from "./workspace.ts";

export function threadView(workspace: Workspace, box: Box): TemplateResult | typeof nothing {
  const { channel, thread } = workspace.place;
  if (!channel || !thread) return nothing;
  const place = box.channels.get(channel);
  const messages = threadMessages(box, channel, thread, workspace.me);
  const [root, ...replies] = messages;
  const none = new Map();
  return html`<aside
    class="pane thread"
    aria-label="Thread"
    @dragover=${dropZone.over}
    @dragleave=${dropZone.leave}
    @drop=${dropZone.drop}
  >
    <header class="pane-header">
      <h2>Thread</h2>
      <p class="topic">${place ? channelTitle(place, box, workspace.me) : channel}</p>
      <button
        type="button"
        class="quiet-button"
        aria-label="Close thread"
        @click=${() => workspace.closeThread()}
      >
        ${icon("close")}
      </button>
    </header>
    ${conversationView(
      workspace,
      {
        key: thread,
        thread,
        count: messages.length,
        logLabel: "Replies",
        composerLabel: "Reply in thread",
      },
      html`${root ? messageListView(workspace, box, [root], none, "thread") : nothing}
      ${
        replies.length > 0
          ? html`<div class="day"><span>${repliesText(replies.length)}</span></div>`
          : nothing
      }
      ${messageListView(workspace, box, replies, none, "thread")}`,
    )}
    <div class="drop-note" aria-hidden="true">Drop to share in this thread</div>
  </aside>`;
}
