import { randomBytes } from "node:crypto";

import { parts, type Part } from "./walk.ts";

const interactive = new Set([
  "button",
  "workflow_button",
  "overflow",
  "checkboxes",
  "radio_buttons",
  "datepicker",
  "timepicker",
  "datetimepicker",
  "plain_text_input",
  "email_text_input",
  "url_text_input",
  "number_input",
  "rich_text_input",
  "file_input",
  "feedback_buttons",
  "icon_button",
]);

/** A copy of blocks in which each block has a block_id and each interactive element an action_id. */
export function identified<Block extends object>(blocks: readonly Block[]): Block[] {
  const copies = structuredClone([...blocks]) as Record<string, unknown>[];
  for (const block of copies) {
    name(block, "block_id");
    for (const child of (block["child_blocks"] as Record<string, unknown>[] | undefined) ?? [])
      name(child, "block_id");
    for (const [part] of parts(block, "")) if (isInteractive(part)) name(part, "action_id");
  }
  return copies as Block[];
}

/** The interactive element of that block and action, or null; those in containers too. */
export function elementOf(
  blocks: readonly object[],
  blockId: string,
  actionId: string,
): Part | null {
  for (const block of blocks as readonly Part[]) {
    const children = block["child_blocks"] as readonly object[] | undefined;
    const found = children ? elementOf(children, blockId, actionId) : null;
    if (found) return found;
    if (block["block_id"] !== blockId) continue;
    for (const [part] of parts(block, ""))
      if (part["action_id"] === actionId && isInteractive(part)) return part;
  }
  return null;
}

function isInteractive({ type }: Part): boolean {
  return typeof type === "string" && (interactive.has(type) || type.endsWith("_select"));
}

function name(part: Part, key: string): void {
  (part as Record<string, unknown>)[key] ??= randomBytes(4).toString("base64url").slice(0, 5);
}
