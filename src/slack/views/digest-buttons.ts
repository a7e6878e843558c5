import type { ActionsBlock, Button, Overflow, PlainTextOption, StaticSelect } from "@slack/types";

import type { JudgedCheck } from "#model/judged-check.ts";
import { cut } from "#slack/block-budget.ts";
import type { ToldDigest } from "#slack/digest-state.ts";
import { findingOf, findingValue } from "#slack/finding-id.ts";
import type { FindingId } from "#slack/finding-id.ts";

/** The first part of the action ids below a finding; the second is what is done to it. */
export const findingAction = "finding";
export const findingVerbs = ["run", "acknowledge", "snooze", "assign", "rate"] as const;
export type FindingVerb = (typeof findingVerbs)[number];

/** What people think of being told, as its menu offers it. */
const ratings = { useful: "👍 Useful", noise: "👎 Noise" };

const date = { date: "Until a date…" };
const short = { tomorrow: "Until tomorrow", week: "Until next week", ...date };
/** How long a snooze lasts, as its menu offers it: beyond the next digest of its kind, or it would be none. */
const snoozeChoices: Readonly<
  Record<JudgedCheck["period"]["span"], Readonly<Record<string, string>>>
> = {
  day: short,
  days: short,
  week: { fortnight: "For two weeks", month: "For a month", ...date },
  month: { months: "For two months", ...date },
};

/** What can be done about a finding: its runbook, and what to say to it; the worst one's runbook stands out. */
export function findingButtons(one: JudgedCheck, told: ToldDigest): ActionsBlock {
  const id: FindingId = { occurrence: told.occurrence.id, finding: findingOf(one) };
  const value = findingValue(id);
  const said = told.marksOn(one);
  const isAcknowledged = said.some(({ kind }) => kind === "acknowledge");
  const isRun = said.some(({ kind }) => kind === "run");
  const runbook = told.runbooks.get(one.runbook);
  return {
    type: "actions",
    block_id: `finding:${id.finding}`,
    elements: [
      ...(runbook
        ? [
            {
              ...button("run", `Run ${cut(runbook.id, 60)}`, value),
              ...(one === told.findings[0] && !isRun ? { style: "primary" as const } : {}),
            },
          ]
        : []),
      ...(isAcknowledged ? [] : [button("acknowledge", "Acknowledge", value)]),
      snoozeMenu(one, id),
      button("assign", "Assign…", value),
      ratingMenu(id),
    ],
  };
}

/** A button that says or does one thing about a finding. */
export function button(verb: FindingVerb, label: string, value: string): Button {
  return {
    type: "button",
    action_id: `${findingAction}:${verb}`,
    text: { type: "plain_text", text: label },
    value,
  };
}

function snoozeMenu({ period: { span } }: JudgedCheck, id: FindingId): StaticSelect {
  return {
    type: "static_select",
    action_id: `${findingAction}:snooze`,
    placeholder: { type: "plain_text", text: "Snooze" },
    options: optionsOf(snoozeChoices[span], id),
  };
}

function ratingMenu(id: FindingId): Overflow {
  return { type: "overflow", action_id: `${findingAction}:rate`, options: optionsOf(ratings, id) };
}

function optionsOf(choices: Readonly<Record<string, string>>, id: FindingId): PlainTextOption[] {
  return Object.entries(choices).map(([word, text]) => ({
    text: { type: "plain_text", text },
    value: findingValue(id, word),
  }));
}
