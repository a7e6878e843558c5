import { html, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import "./composer.ts";
import { icon } from "./icons.ts";
import { ScrollFrame } from "./scroll-frame.ts";
import type { Workspace } from "./workspace.ts";

export interface Conversation {
  /** Changes with the channel or thread, so that nothing of the last one is kept. */
  readonly key: string;
  readonly thread: string | null;
  readonly count: number;
  readonly logLabel: string;
  readonly composerLabel: string;
}

/** What was said, scrolled, and below it the place to say more. */
export function conversationView(
  workspace: Workspace,
  { key, thread, count, logLabel, composerLabel }: Conversation,
  content: unknown,
): unknown {
  return keyed(key, drawn());

  function drawn(): TemplateResult {
    return html`<box-scroll-frame
        class="scroll"
        tabindex="0"
        role="log"
        aria-live="off"
        aria-label=${logLabel}
        .count=${count}
      >
        <div class="messages">${content}</div>
      </box-scroll-frame>
      <div class="jump-frame">
        <button type="button" class="jump" @click=${jump}>${icon("chevron")}Newest messages</button>
      </div>
      <box-composer
        class="composer-frame"
        .workspace=${workspace}
        .thread=${thread}
        .label=${composerLabel}
      ></box-composer>`;
  }
}

function jump(event: Event): void {
  const pane = (event.currentTarget as HTMLElement).closest(".pane");
  const frame = pane?.querySelector("box-scroll-frame");
  if (frame instanceof ScrollFrame) frame.toEnd();
}
