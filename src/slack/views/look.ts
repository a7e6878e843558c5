import type { KnownBlock } from "@slack/types";

import { displayDuration } from "#model/duration.ts";
import { counted } from "#model/phrases.ts";
import type { Observation } from "#model/observation.ts";
import { cut } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, bullets, line, monospace, richText } from "#slack/rich-text.ts";
import { conditionMark, conditionWords } from "#slack/views/condition-words.ts";
import { timingTable } from "#slack/views/timing.ts";

const mostLines = 20;

/** One look at an endpoint or address: what it came to, each phase's time, each assertion, and the facts. */
export function lookMessage(of: string, seen: Observation): Message {
  const { condition, text, milliseconds } = seen;
  const mark = conditionMark(condition);
  const does = conditionWords[condition].does[0];
  const name = cut(of, 200);
  return message(`${mark} ${name} ${does}. ${text}`, [
    richText(line([`${mark} `, bold(name, 200), ` ${does}, in ${displayDuration(milliseconds)}.`])),
    richText(line([text], 800)),
    ...lookBlocks(seen),
  ]);
}

/** The timing of a look, what was asserted and what else was seen. */
export function lookBlocks(seen: Observation): KnownBlock[] {
  const { phases, assertions = [], facts = [], certificateDays } = seen;
  const table = timingTable(phases);
  const lines = [
    ...assertions.map(({ holds, assertion, found }) =>
      line([holds ? "✓ " : "✗ ", bold(assertion, 200), `; ${cut(found, 200)}`]),
    ),
    ...facts.map(([name, value]) => line([`${cut(name, 100)}: ${cut(value, 200)}`])),
    ...(typeof certificateDays === "number"
      ? [line([`certificate ends in ${certificateDays.toFixed(1)} days`])]
      : []),
  ];
  const left = lines.length - mostLines;
  return [
    ...(table === "" ? [] : [richText(monospace(table, 1000))]),
    ...(lines.length === 0
      ? []
      : [
          richText(
            bullets([
              ...lines.slice(0, mostLines),
              ...(left > 0 ? [line([`and ${counted(left, "more fact")}`])] : []),
            ]),
          ),
        ]),
  ];
}
