import { render } from "lit-html";
import { appView } from "./app.ts";
import { channelTitle } from "./channel-name.ts";
import { Workspace } from "./workspace.ts";

const root = document.body.appendChild(document.createElement("div"));
root.id = "root";
let isQueued = false;

const workspace = new Workspace(() => {
  if (isQueued) return;
  isQueued = true;
  queueMicrotask(() => {
    isQueued = false;
    draw();
  });
});
draw();

/** A channel counts as read once it has been drawn in a window that is being looked at. */
function draw(): void {
  render(appView(workspace), root);
  const { box, me, place } = workspace;
  const channel = box?.channels.get(place.channel ?? "");
  if (workspace.isHome && box) document.title = `App Home · ${box.team.name}`;
  else
    document.title =
      channel && box ? `${channelTitle(channel, box, me)} · ${box.team.name}` : "Countercheck";
  if (box && place.channel && document.visibilityState === "visible")
    workspace.unread.markRead(box, place.channel, me);
}

window.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (document.querySelector("dialog[open], [popover='']:popover-open")) return;
  workspace.closeThread();
});
