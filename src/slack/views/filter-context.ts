import type { ContextBlock } from "@slack/types";
import { DateTime } from "luxon";

import { contextHash } from "#model/filter-context.ts";
import type { DateBasis } from "#model/filter-context.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { Run } from "#runs/announcer.ts";
import type { Message } from "#slack/message.ts";
import { facts } from "#slack/views/facts.ts";

const bases: Record<DateBasis, string> = {
  event: "when they happened",
  approved: "when they were approved",
  paid: "when they were paid",
};

/** The first post of a run's thread: everything that decides which records are in. */
export function filterContext(run: Pick<Run, "source" | "context" | "created_at">): Message {
  const { source, context, created_at: at } = run;
  const observed = DateTime.fromJSDate(at, { zone: context.timezone }).toFormat(
    "yyyy-MM-dd HH:mm:ss ZZ",
  );
  const scope = scopeFields.flatMap((field) =>
    context[field] === null ? [] : [`${field} ${context[field]}`],
  );
  const shown = facts("Filter context of everything below", [
    ["Source", source],
    ["Scope", scope.join(", ") || "everything"],
    ["Window", `${context.from} to ${context.to}, both days included`],
    ["Timezone", context.timezone],
    ["Issue observed", `${observed}, when the run was asked for`],
    ["Statuses", context.statuses?.join(", ") ?? "all"],
    ["Currency", context.currency],
    ["Records dated by", bases[context.date_basis]],
    ...(context.cost_model === null ? [] : [["Cost model", context.cost_model] as const]),
  ]);
  const hash: ContextBlock = {
    type: "context",
    elements: [{ type: "mrkdwn", text: `SHA-256 of this context: ${contextHash(context)}` }],
  };
  const { text, blocks, classic } = shown;
  return { text, blocks: [...blocks, hash], classic: classic && [...classic, hash] };
}
