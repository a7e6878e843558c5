import { html, nothing, type TemplateResult } from "lit-html";
import { rootMessages, threadSummaries, type Box } from "./box.ts";
import { channelIcon, channelName, channelTitle, isVisible } from "./channel-name.ts";
import type { Composer } from "./composer.ts";
import { conversationView } from "./conversation.ts";
import { dropZone } from "./drop-zone.ts";
import { icon } from "./icons.ts";
import { menuToggle } from "./menu-toggle.ts";
import { messageListView } from "./message-list.ts";
import type { Workspace } from "./workspace.ts";

const firstCommand = "/runbook payout-mismatch";

export function channelView(workspace: Workspace, box: Box): TemplateResult {
  const channel = box.channels.get(workspace.place.channel ?? "");
  if (!channel || !isVisible(channel, workspace.me))
    return html`<main class="pane"><p class="note">No channel here.</p></main>`;
  const name = channelName(channel, box, workspace.me);
  const title = channelTitle(channel, box, workspace.me);
  const messages = rootMessages(box, channel.id, workspace.me);
  const summaries = threadSummaries(box, channel.id, workspace.me);
  return html`<main
    class="pane channel"
    aria-label=${`Channel ${name}`}
    @dragover=${dropZone.over}
    @dragleave=${dropZone.leave}
    @drop=${dropZone.drop}
  >
    <header class="pane-header">
      ${menuToggle(workspace)}
      <h2>${icon(channelIcon(channel))}${name}</h2>
      <p class="topic">${channel.topic}</p>
      <span class="members" title="Members">${icon("user")}${channel.members.length}</span>
    </header>
    ${conversationView(
      workspace,
      {
        key: channel.id,
        thread: null,
        count: messages.length,
        logLabel: "Messages",
        composerLabel: `Message ${title}`,
      },
      html`<div class="channel-start">
          <h3>${title}</h3>
          <p>${channel.topic || "This is where the channel begins."}</p>
        </div>
        ${messageListView(workspace, box, messages, summaries, "channel")}
        ${
          channel.name === "affiliate-ops" && workspace.isNewcomer
            ? welcomeView(workspace)
            : nothing
        }`,
    )}
    <div class="drop-note" aria-hidden="true">Drop to share in ${title}</div>
  </main>`;
}

function welcomeView(workspace: Workspace): TemplateResult {
  const write = () =>
    document.querySelector<Composer>(".channel box-composer")?.suggest(firstCommand);
  return html`<aside class="welcome" aria-label="Start here">
    <div>
      <h3>Start here</h3>
      <p>
        The last payouts do not match their commissions. Type <code>${firstCommand}</code> below to
        see why, to the cent.
      </p>
    </div>
    <div class="actions">
      <button type="button" class="button primary" @click=${write}>Type it for me</button>
      <button type="button" class="button" @click=${() => workspace.endWelcome()}>Not now</button>
    </div>
  </aside>`;
}
