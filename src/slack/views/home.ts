import type { HomeView, KnownBlock, RichTextElement } from "@slack/types";

import { displayWindow } from "#model/window.ts";
import type { Run } from "#runs/announcer.ts";
import type { Board } from "#slack/board.ts";
import { cut, escapeWithin } from "#slack/block-budget.ts";
import type { EndpointBoard } from "#slack/endpoint-board.ts";
import type { OpenStep, RecentRun, Standing } from "#slack/home-entries.ts";
import { bold, bullets, emoji, line, quote, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { endingOf } from "#slack/run-state.ts";
import { boardBlocks } from "#slack/views/board.ts";
import { checkFormButton } from "#slack/views/check-form.ts";
import { endpointBlocks } from "#slack/views/endpoint-board.ts";
import { endingInShort } from "#slack/views/ending.ts";
import { formButton } from "#slack/views/form-button.ts";

export interface HomeEntries {
  readonly user: string;
  readonly steps: readonly OpenStep[];
  readonly runs: readonly RecentRun[];
  readonly board: Board;
  readonly watched: EndpointBoard;
}

/** The address of a message; null where there is none. */
type LinkOf = (at: Standing | null) => string | null;

/** Steps of one kind shown at most; the longest waiting come first. */
const mostSteps = 12;

/** A person's Home: what waits for them, what they may approve, how endpoints and all checks stand, their runs, and a way to begin one. */
export function homeView(
  { user, steps, runs, board, watched }: HomeEntries,
  linkOf: LinkOf,
): HomeView {
  const isApproval = ({ prompt }: OpenStep): boolean => prompt.actions.includes("approve");
  const questions = steps.filter((step) => !isApproval(step));
  const request = { runbook: null, given: {}, thread: null };
  const blocks: KnownBlock[] = [
    {
      type: "actions",
      block_id: "begin",
      elements: [
        { ...formButton("Run a runbook", request), style: "primary" },
        checkFormButton("Run checks", { what: null, thread: null }),
      ],
    },
    ...waiting("Waiting for you", "Nothing waits for your answer.", questions, linkOf),
    ...waiting("Approvals", "Nothing waits for your approval.", steps.filter(isApproval), linkOf),
    ...endpointBlocks(watched, linkOf),
    ...boardBlocks(board, linkOf),
    { type: "divider" },
    heading("Your runs"),
    ...recent(runs, linkOf),
  ];
  const memory = { runbook: null, channel: user, respond: null, thread: null };
  return { type: "home", blocks, private_metadata: JSON.stringify(memory) };
}

function waiting(
  title: string,
  nothing: string,
  steps: readonly OpenStep[],
  linkOf: LinkOf,
): KnownBlock[] {
  const count = steps.length === 0 ? "" : ` (${steps.length})`;
  const left = steps.length - mostSteps;
  return [
    heading(`${title}${count}`),
    ...(steps.length === 0 ? [context(nothing)] : []),
    ...steps.slice(0, mostSteps).flatMap((step, index) => entry(step, linkOf, `${title} ${index}`)),
    ...(left > 0 ? [context(`${left} more; these have waited longest.`)] : []),
  ];
}

function entry({ run, step, prompt, at }: OpenStep, linkOf: LinkOf, id: string): KnownBlock[] {
  const url = linkOf(at);
  const since = step.started_at ? `, since ${moment(step.started_at)}` : "";
  return [
    richText(line(["✋ ", bold(step.title)]), quote(cut(prompt.text, 300), 300)),
    context(`${escapeWithin(about(run), 400)}, asked by <@${run.requested_by}>${since}`),
    ...(url === null
      ? []
      : [
          {
            type: "actions" as const,
            block_id: id,
            elements: [
              {
                type: "button" as const,
                action_id: "go_to_thread",
                text: { type: "plain_text" as const, text: "Answer in the thread" },
                url,
              },
            ],
          },
        ]),
  ];
}

function recent(runs: readonly RecentRun[], linkOf: LinkOf): KnownBlock[] {
  if (runs.length === 0) return [context("None yet.")];
  return [
    richText(
      bullets(
        runs.map(({ run, steps, at }) => {
          const url = linkOf(at);
          const name: RichTextElement = url
            ? { type: "link", url, text: cut(run.definition.title, 150) || run.runbook }
            : bold(run.definition.title);
          return line([name, ` ${windowOf(run)}: `, ...state(run, steps)], 400);
        }),
      ),
    ),
  ];
}

function state(run: Run, steps: RecentRun["steps"]): Inline[] {
  const ending = endingOf(run);
  if (ending) return endingInShort(run, steps, ending);
  const waits = steps.find(({ status }) => status === "waiting");
  return waits
    ? ["✋ waits at ", bold(waits.title)]
    : [emoji("hourglass_flowing_sand"), " on its way"];
}

function moment(at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} at {time}|${at.toISOString()}>`;
}

function about(run: Run): string {
  return `${run.definition.title} ${windowOf(run)}`;
}

function windowOf({ source, context: asked }: Run): string {
  return `for ${source}, ${displayWindow(asked)}`;
}

function heading(text: string): KnownBlock {
  return { type: "header", text: { type: "plain_text", text } };
}

function context(text: string): KnownBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text }] };
}
