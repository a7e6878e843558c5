import type { AlertBlock } from "@slack/types";
import { html, type TemplateResult } from "lit-html";
import { icon, type IconName } from "../icons.ts";
import type { Surface } from "../surface.ts";
import { textView } from "../text/text-view.ts";

const icons: Readonly<Record<NonNullable<AlertBlock["level"]>, IconName>> = {
  default: "info",
  info: "info",
  warning: "warning",
  error: "alert",
  success: "check",
};

export function alertView(block: AlertBlock, surface: Surface): TemplateResult {
  const level = block.level && block.level in icons ? block.level : "default";
  return html`<div class="alert ${level}" role="note" aria-label=${level}>
    ${icon(icons[level])}
    <div>${textView(block.text, surface.box)}</div>
  </div>`;
}
