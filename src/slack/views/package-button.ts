import type { Button } from "@slack/types";

import { cut, limits } from "#slack/block-budget.ts";

export const packageAction = "package_evidence";

/** Packages a run's evidence; asks for a reason first where something is missing. */
export function packageButton(runId: string, text = "Package the evidence"): Button {
  return {
    type: "button",
    action_id: `${packageAction}:${runId}`,
    text: { type: "plain_text", text: cut(text, limits.optionText) },
    value: runId,
  };
}
