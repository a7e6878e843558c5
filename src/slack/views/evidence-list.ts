import type { KnownBlock, SectionBlock } from "@slack/types";

import { completeness } from "#model/artifacts.ts";
import { displayWindow } from "#model/window.ts";
import type { Run } from "#runs/announcer.ts";
import { escapeWithin } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import type { Ending } from "#slack/run-state.ts";
import { endingOf } from "#slack/run-state.ts";
import { packageButton } from "#slack/views/package-button.ts";

export interface ListedRun {
  readonly run: Run;
  /** The artifacts its evidence lacks. */
  readonly missing: readonly string[];
  /** Where its message stands. */
  readonly link: string | null;
}

/** Runs with how complete their evidence is, the newest first, each with a button that packages it. */
export function evidenceList(
  listed: readonly ListedRun[],
  { isOfThread }: { isOfThread: boolean },
): Message {
  const title = isOfThread
    ? "Evidence of this thread's runs"
    : "Evidence of this channel's newest runs";
  const blocks: KnownBlock[] = [
    { type: "section", text: { type: "mrkdwn", text: `*${title}*` } },
    ...listed.map(row),
    {
      type: "context",
      elements: [
        {
          type: "mrkdwn",
          text: "A package is complete with five: a screenshot with its date range, an export, the ids, an instant with its timezone, config changes. Drop what is missing into the run's thread.",
        },
      ],
    },
  ];
  const said = listed.map(
    ({ run, missing }) => `${run.definition.title} ${run.id}: ${stateOf(missing)}`,
  );
  return message([title, ...said].join("\n"), blocks);
}

function row({ run, missing, link }: ListedRun): SectionBlock {
  const { id, definition, source, context, requested_by: by, created_at: at } = run;
  const title = escapeWithin(definition.title, 150);
  const name = link === null ? `*${title}*` : `*<${link}|${title}>*`;
  const begun = Math.floor(at.getTime() / 1000);
  const when = `<!date^${begun}^{date_short_pretty} at {time}|${at.toISOString()}>`;
  const ending = endings[endingOf(run) ?? "running"];
  const text = [
    `${name}, ${escapeWithin(source, 60)}, ${displayWindow(context)}`,
    stateOf(missing),
    `_${ending}_ · asked for by <@${by}>, ${when}`,
    `\`${id}\``,
  ].join("\n");
  const label = missing.length === 0 ? "Package" : "Package…";
  return {
    type: "section",
    text: { type: "mrkdwn", text },
    accessory: packageButton(id, label),
  };
}

function stateOf(missing: readonly string[]): string {
  const complete = completeness(missing);
  return missing.length === 0 ? `✅ ${complete}` : `${complete} yet`;
}

const endings: Readonly<Record<Ending | "running", string>> = {
  match: "matched",
  explained: "explained",
  unexplained: "not all explained",
  no_data: "no data",
  refused: "refused",
  failed: "failed",
  canceled: "canceled",
  running: "on its way",
};
