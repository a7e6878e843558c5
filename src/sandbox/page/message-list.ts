import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { BoxMessage } from "../contract.ts";
import type { Box, ThreadSummary } from "./box.ts";
import { messageView } from "./message.ts";
import "./scroll-frame.ts";
import { dayText } from "./text/date.ts";
import type { Workspace } from "./workspace.ts";

const closeSeconds = 300;

/** Messages oldest first, with a line where a day begins. */
export function messageListView(
  workspace: Workspace,
  box: Box,
  messages: readonly BoxMessage[],
  summaries: ReadonlyMap<string, ThreadSummary>,
  pane: "channel" | "thread",
): TemplateResult {
  const rows = messages.map((message, index) => ({ message, before: messages[index - 1] }));
  return html`${repeat(
    rows,
    ({ message }) => message.ts,
    ({ message, before }) => {
      const day = dayText(message.ts);
      const isNewDay = pane === "channel" && (!before || dayText(before.ts) !== day);
      return html`${isNewDay ? html`<div class="day"><span>${day}</span></div>` : nothing}
      ${messageView(workspace, box, {
        message,
        isContinued: !isNewDay && isContinued(message, before),
        summary: summaries.get(message.ts),
        pane,
      })}`;
    },
  )}`;
}

function isContinued(message: BoxMessage, before: BoxMessage | undefined): boolean {
  if (!before || before.user !== message.user) return false;
  if (before.ephemeral_to !== message.ephemeral_to) return false;
  return Number(message.ts) - Number(before.ts) < closeSeconds;
}
