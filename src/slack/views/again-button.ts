import type { ActionsBlock } from "@slack/types";

import type { ToldDigest } from "#slack/digest-state.ts";

export const againAction = "again";

/** The button below a digest that has its checks judged again; none while they are, nor where all is green. */
export function againButton({ occurrence, digest }: ToldDigest): ActionsBlock[] {
  const { id, status } = occurrence;
  const isRed = [digest.wrong, digest.silent, digest.snoozed].some((some) => some.length > 0);
  if (status !== "failed" && !(status === "done" && isRed)) return [];
  return [
    {
      type: "actions",
      block_id: `again:${id}`,
      elements: [
        {
          type: "button",
          action_id: againAction,
          text: { type: "plain_text", text: "Run again" },
          value: id,
        },
      ],
    },
  ];
}
