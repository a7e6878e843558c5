import { html, nothing, type TemplateResult } from "lit-html";
import type { BoxChannel } from "../contract.ts";
import { avatarView } from "./avatar.ts";
import type { Box } from "./box.ts";
import { channelIcon, channelName, isDirect, isVisible } from "./channel-name.ts";
import "./elements/menu.ts";
import { icon } from "./icons.ts";
import { appHome } from "./place.ts";
import type { Workspace } from "./workspace.ts";

export function sidebarView(workspace: Workspace, box: Box): TemplateResult {
  const hasDirects = [...box.channels.values()].some(
    (channel) => isDirect(channel) && isVisible(channel, workspace.me),
  );
  return html`<nav class="sidebar ${workspace.isMenuOpen ? "open" : ""}" aria-label="Workspace">
    <header>
      <h1>${box.team.name}</h1>
      ${stateView(workspace, box)}
    </header>
    <h2>Channels</h2>
    ${channelsView(workspace, box, (channel) => !isDirect(channel))}
    <h2>Apps</h2>
    <ul class="channels">
      <li>
        <a
          href=${`#/${appHome}`}
          aria-current=${workspace.isHome ? "page" : nothing}
          @click=${() => workspace.showMenu(false)}
          >${icon("home")}<span>App Home</span></a
        >
      </li>
    </ul>
    ${
      hasDirects
        ? html`<h2>Direct messages</h2>
            ${channelsView(workspace, box, isDirect)}`
        : nothing
    }
    ${box.farSideFails === null ? nothing : farSideView(workspace, box.farSideFails)}
    <div class="sidebar-rest"></div>
    ${actingView(workspace, box)}
  </nav>`;
}

function stateView({ isLost }: Workspace, { connected }: Box): TemplateResult {
  const app = connected ? "App connected" : "App not connected";
  return html`<p class="app-state ${connected && !isLost ? "on" : "off"}" role="status">
    ${isLost ? "Connection lost" : app}
  </p>`;
}

function channelsView(
  workspace: Workspace,
  box: Box,
  isListed: (channel: BoxChannel) => boolean,
): TemplateResult {
  const listed = [...box.channels.values()].filter(
    (channel) => isListed(channel) && isVisible(channel, workspace.me),
  );
  return html`<ul class="channels">
    ${listed.map((channel) => {
      const isOpen = channel.id === workspace.place.channel;
      const isUnread = !isOpen && workspace.unread.has(box, channel.id, workspace.me);
      return html`<li>
        <a
          href=${`#/${channel.id}`}
          aria-current=${isOpen ? "page" : nothing}
          class=${isUnread ? "unread" : ""}
          @click=${() => workspace.showMenu(false)}
        >
          ${icon(channelIcon(channel))}
          <span>${channelName(channel, box, workspace.me)}</span>
          ${isUnread ? html`<span class="dot" role="img" aria-label="Unread"></span>` : nothing}
        </a>
      </li>`;
    })}
  </ul>`;
}

/** The demo's platform, to be broken by whoever wants to see an incident. */
function farSideView(workspace: Workspace, fails: boolean): TemplateResult {
  return html`<h2>Demo platform</h2>
    <div class="far-side">
      <button
        type="button"
        role="switch"
        aria-checked=${fails ? "true" : "false"}
        @click=${() => void workspace.letFarSideFail(!fails)}
      >
        ${icon(fails ? "warning" : "check")}<span>Let the payouts API fail</span>
      </button>
      ${fails ? html`<small>It fails now. Click again to let it answer.</small>` : ""}
    </div>`;
}

function actingView(workspace: Workspace, box: Box): TemplateResult {
  const me = box.users.get(workspace.me);
  const people = [...box.users.values()].filter((user) => !user.is_bot);
  const items = people.map((user) => ({
    content: html`${avatarView(user, "small")}<span class="person"
        ><strong>${user.real_name}</strong><small>${user.title}</small></span
      >`,
    isChecked: user.id === workspace.me,
    run: () => workspace.actAs(user.id),
  }));
  const face = html`<span class="hidden">Acting as</span>${avatarView(me, "small")}<span
      class="person"
      ><strong>${me?.real_name ?? "Nobody"}</strong><small>${me?.title ?? ""}</small></span
    >${icon("chevron")}`;
  return html`<footer>
    <span class="acting-label" aria-hidden="true">Acting as</span>
    <box-menu class="acting" .label=${"Act as"} .face=${face} .items=${items}></box-menu>
  </footer>`;
}
