import type { KnownBlock } from "@slack/types";

import { causes as vocabulary } from "#model/causes.ts";
import { besidesIn } from "#model/earlier.ts";
import type { Explanation } from "#model/explanation.ts";
import { displaySigned } from "#model/money.ts";
import { byMoney, verdictSentence } from "#model/verdict-sentence.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, bullets, line, person, richText } from "#slack/rich-text.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Ending } from "#slack/run-state.ts";
import { endingOf, explanationOf, foreseenEnding, givenOf } from "#slack/run-state.ts";
import { endingLine, endingSentence } from "#slack/views/ending.ts";
import { formButton } from "#slack/views/form-button.ts";
import { packageButton } from "#slack/views/package-button.ts";
import { actionList } from "#slack/views/report-item.ts";

/** What a run came to, in its thread: the verdict to the person who asked, then what to do next for each cause. */
export function verdict(
  run: Run,
  steps: readonly RunStep[],
  canceledBy: string | null = null,
): Message {
  const ending = foreseenEnding(run, steps) ?? "failed";
  const [first, rest] = endingSentence(run, steps, ending);
  const explanation = explanationOf(steps);
  const blocks: KnownBlock[] = [
    richText(
      line(endingLine(run, steps, { ending, canceledBy, to: person(run.requested_by) })),
      ...(explanation ? besides(steps) : []),
    ),
    ...(explanation ? nextSteps(explanation) : []),
    ...advice(ending),
    {
      type: "actions",
      block_id: "again",
      elements: [
        formButton("Run it again", {
          runbook: run.runbook,
          given: givenOf(run),
          thread: run.thread,
        }),
        ...(sealsItself(run, steps) ? [] : [packageButton(run.id)]),
      ],
    },
  ];
  return message(`${first}${rest}`, blocks);
}

/** Whether the run sealed its package by itself, or waits until it is complete to do so: a second one would say the same. */
function sealsItself(run: Run, steps: readonly RunStep[]): boolean {
  const isOver = endingOf(run) !== null;
  return steps.some(({ kind, outcome, position }) => {
    if (kind !== "package") return false;
    // One that says its own reason waits for nobody, but may come days later, after the sign-off.
    const isAwaited = !isOver && run.definition.steps[position]?.["reason"] === undefined;
    return outcome ? outcome.evidence.length > 0 : isAwaited;
  });
}

/** A run of several comparisons tells the others too; their causes stand in their own tables. */
function besides(steps: readonly RunStep[]) {
  return besidesIn(steps.flatMap(({ outcome }) => outcome ?? [])).map((explanation) =>
    line([`Besides: ${verdictSentence(explanation)}`]),
  );
}

function nextSteps({ causes, findings, expected }: Explanation): KnownBlock[] {
  const isMoney = expected.currency !== null;
  const actions = byMoney(causes).map(({ cause, amount, rows }) => {
    const records = `${rows.toLocaleString("en-US")} ${rows === 1 ? "record" : "records"}`;
    const size = isMoney ? `${displaySigned(amount, expected.currency)} in ${records}` : records;
    return { reason: `${vocabulary[cause].title}, ${size}:`, action: vocabulary[cause].next };
  });
  const failing = findings.filter(({ severity }) => severity === "fail");
  return [
    ...(actions.length > 0
      ? [actionList(`What to do next, most ${isMoney ? "money" : "records"} first`, actions)]
      : []),
    ...(failing.length > 0
      ? [
          richText(
            line([bold("Look at this too")]),
            bullets(failing.slice(0, 10).map(({ message: said }) => line([said], 400))),
          ),
        ]
      : []),
  ];
}

function advice(ending: Ending): KnownBlock[] {
  const words: Partial<Record<Ending, string>> = {
    no_data:
      "Silence is not health: check the window, the scope and the filters of the exports before believing that nothing happened.",
    unexplained:
      "What has no cause is in the rows file under “unexplained”: take those records to the platform's support with the exports above.",
  };
  const said = words[ending];
  return said ? [richText(line([said]))] : [];
}
