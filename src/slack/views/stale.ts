import type { ContextBlock } from "@slack/types";
import { DateTime } from "luxon";

import { staleSentence } from "#runbook.ts";
import type { Run } from "#runs/announcer.ts";
import { escapeWithin } from "#slack/block-budget.ts";

/** A context line for a run whose runbook should have been read again before the run began; none when it is fresh. */
export function stale({ definition, created_at: begun, context }: Run): ContextBlock[] {
  const day = DateTime.fromJSDate(begun, { zone: context.timezone }).toISODate() ?? "";
  const sentence = staleSentence(definition, day);
  if (sentence === null) return [];
  const text = `⚠️ ${escapeWithin(sentence, 300)}`;
  return [{ type: "context", elements: [{ type: "mrkdwn", text }] }];
}
