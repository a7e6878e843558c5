import { html, nothing, type TemplateResult } from "lit-html";
import { channelView } from "./channel.ts";
import { homeView } from "./home.ts";
import "./modal.ts";
import { sidebarView } from "./sidebar.ts";
import { threadView } from "./thread.ts";
import "./toasts.ts";
import type { Workspace } from "./workspace.ts";

export function appView(workspace: Workspace): TemplateResult {
  const { box } = workspace;
  if (!box) return html`<p class="loading" role="status">Opening the workspace…</p>`;
  const view = box.views.findLast(({ user }) => user === workspace.me);
  return html`<div class="app ${workspace.place.thread ? "with-thread" : ""}">
      ${sidebarView(workspace, box)}
      ${workspace.isHome ? homeView(workspace, box) : channelView(workspace, box)}
      ${threadView(workspace, box)}
    </div>
    ${
      workspace.isMenuOpen
        ? html`<button
            type="button"
            class="shade"
            aria-label="Close channels"
            @click=${() => workspace.showMenu(false)}
          ></button>`
        : nothing
    }
    ${
      workspace.isLost
        ? html`<p class="lost" role="status">Connection to the workspace lost. Trying again…</p>`
        : nothing
    }
    ${view ? html`<box-modal .workspace=${workspace} .view=${view}></box-modal>` : nothing}
    <box-toasts
      .toasts=${workspace.toasts}
      .dismiss=${(id: number) => workspace.dismiss(id)}
    ></box-toasts>
    <div class="hidden" aria-live="polite">${workspace.announcement}</div>`;
}
