import type { PlanBlock, TaskCardBlock } from "@slack/types";
import { html, nothing, type TemplateResult } from "lit-html";
import { icon } from "../icons.ts";
import type { Surface } from "../surface.ts";
import { richTextView, richTextWords } from "../text/rich-text.ts";
import { linkView, plainView } from "../text/text-view.ts";

const statusWords: Readonly<Record<TaskCardBlock["status"], string>> = {
  pending: "Pending",
  in_progress: "In progress",
  complete: "Complete",
  error: "Failed",
};

export function planView(block: PlanBlock, surface: Surface): TemplateResult {
  const tasks = (block.tasks ?? []) as readonly TaskCardBlock[];
  const done = tasks.filter(({ status }) => status === "complete").length;
  return html`<div class="plan" role="group" aria-label=${block.title}>
    <header>
      <h3>${plainView(block.title)}</h3>
      <span class="plan-count">${done} of ${tasks.length}</span>
      <progress
        class=${done === tasks.length ? "done" : ""}
        aria-label="Steps complete"
        max=${tasks.length || 1}
        .value=${done}
      ></progress>
    </header>
    <ol>
      ${tasks.map((task) => html`<li>${taskView(task, surface)}</li>`)}
    </ol>
  </div>`;
}

export function taskView(task: TaskCardBlock, surface: Surface): TemplateResult {
  const status = task.status in statusWords ? task.status : "pending";
  const mark = html`<span class="task-mark ${status}" role="img" aria-label=${statusWords[status]}
    >${status === "complete" ? icon("check") : status === "error" ? icon("close") : nothing}</span
  >`;
  const title = html`<span class="task-title">${plainView(task.title)}</span>`;
  if (!task.details && !task.output && !task.sources?.length)
    return html`<div class="task ${status}"><div class="task-line">${mark}${title}</div></div>`;
  const brief = task.output ?? task.details;
  return html`<details class="task ${status}" ?open=${status === "error"}>
    <summary class="task-line">
      ${mark}${title}
      ${brief ? html`<span class="task-brief">${richTextWords(brief)}</span>` : nothing}
      ${icon("chevron")}
    </summary>
    <div class="task-content">
      ${task.details ? richTextView(task.details, surface.box) : nothing}
      ${task.output ? html`<div class="task-output">${richTextView(task.output, surface.box)}</div>` : nothing}
      ${
        task.sources?.length
          ? html`<p class="task-sources">
              ${task.sources.map(({ url, text }) => linkView(url, text || url))}
            </p>`
          : nothing
      }
    </div>
  </details>`;
}
