import type { ActionsBlock } from "@slack/types";

export const cancelAction = "cancel_run";

/** Ends a run that is on its way, after one more question. */
export function cancelButton(runId: string): ActionsBlock {
  return {
    type: "actions",
    block_id: "cancel",
    elements: [
      {
        type: "button",
        action_id: cancelAction,
        text: { type: "plain_text", text: "Cancel run" },
        value: runId,
        confirm: {
          title: { type: "plain_text", text: "Cancel this run?" },
          text: {
            type: "plain_text",
            text: "It stops for everybody, and its open questions close. What was captured so far is kept.",
          },
          confirm: { type: "plain_text", text: "Cancel run" },
          deny: { type: "plain_text", text: "Keep going" },
          style: "danger",
        },
      },
    ],
  };
}
