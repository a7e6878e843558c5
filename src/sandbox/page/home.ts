import type { AnyBlock } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import type { BoxView } from "../contract.ts";
import { blocksView } from "./blocks/block.ts";
import type { Box } from "./box.ts";
import { icon } from "./icons.ts";
import { menuToggle } from "./menu-toggle.ts";
import type { Surface } from "./surface.ts";
import type { Workspace } from "./workspace.ts";

/** The app's own page for whoever is looking, as the app published it. */
export function homeView(workspace: Workspace, box: Box): TemplateResult {
  const app = [...box.users.values()].find((user) => user.is_bot)?.real_name ?? "The app";
  const home = box.homes.find(({ user }) => user === workspace.me);
  const name = box.users.get(workspace.me)?.real_name ?? "you";
  return html`<main class="pane home" aria-label="App Home">
    <header class="pane-header">
      ${menuToggle(workspace)}
      <h2>${icon("home")}${app}</h2>
      <p class="topic">Home of ${name}</p>
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label="Home">
      <div class="home-view">
        ${
          home
            ? keyed(home.id, blocksView(home.view.blocks, surfaceOf(workspace, box, home)))
            : html`<p class="note">
                ${box.connected ? `${app} has put nothing here yet.` : `${app} is not connected.`}
              </p>`
        }
      </div>
    </div>
  </main>`;
}

function surfaceOf(workspace: Workspace, box: Box, { id, view }: BoxView): Surface {
  const blocks: readonly AnyBlock[] = view.blocks;
  const form = workspace.form(id);
  return {
    name: id,
    box,
    blocks,
    form,
    errors: {},
    act: (action) => workspace.act({ view_id: id }, action, form.values(blocks)),
    options: (block, action, value) =>
      workspace.options({ view_id: id, block_id: block, action_id: action, value }),
  };
}
