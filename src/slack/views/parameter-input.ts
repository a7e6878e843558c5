import type { InputBlock } from "@slack/types";

import { cardMetrics, cardTabs } from "#model/card.ts";
import { dateBases, scopeFields } from "#model/filter-context.ts";
import type { ParameterName, Runbook } from "#runbook.ts";
import { statusesOf } from "#runs/asked-statuses.ts";
import { cut, limits } from "#slack/block-budget.ts";
import { anyValue, optionOf } from "#slack/views/suggestions.ts";

/** What the block of a parameter is called before its name. */
export const blockPrefix = "parameter_";
/** Fields that are completed as they are typed. */
const completed = new Set<ParameterName>([...scopeFields, "timezone", "currency"]);
const always = new Set<ParameterName>(["source", "window", "timezone", "currency"]);
const hints: Partial<Record<ParameterName, string>> = {
  window: "A month, 2026-10, or days, 2026-10-01..2026-10-31, both included. It must be over.",
  timezone: "Days begin and end here, such as America/New_York or UTC.",
  currency: "Everything is reported in it, such as USD.",
  status: "Only these statuses, such as approved,paid; empty for all.",
  date_basis: "The day records are counted by: that of the event, unless you say.",
  cost_model: "Only campaigns of this cost model, such as cpa; empty for all.",
};

export interface FieldWorld {
  readonly sources: readonly string[];
  /** What stands in a field that was not given: timezone, currency, the last closed month. */
  readonly defaults: Readonly<Partial<Record<ParameterName, string>>>;
}

/** The field of a runbook's form for one of its parameters: a menu wherever it is known what there is. */
export function parameterInput(
  name: ParameterName,
  given: string,
  runbook: Pick<Runbook, "steps">,
  world: FieldWorld,
): InputBlock {
  const hint = hints[name];
  const value = given || (world.defaults[name] ?? "");
  return {
    type: "input",
    block_id: `${blockPrefix}${name}`,
    optional: !always.has(name),
    label: { type: "plain_text", text: labelOf(name) },
    ...(hint === undefined ? {} : { hint: { type: "plain_text", text: hint } }),
    element: menuOf(name, value, runbook, world) ?? {
      type: "plain_text_input",
      action_id: "value",
      max_length: 200,
      ...(value === "" ? {} : { initial_value: cut(value, 200) }),
    },
  };
}

function labelOf(name: ParameterName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1).replace("_", " ")}`;
}

/** Null where anything may be written, and nothing is offered. */
function menuOf(
  name: ParameterName,
  value: string,
  { steps }: Pick<Runbook, "steps">,
  { sources }: FieldWorld,
): InputBlock["element"] | null {
  if (name === "source" && sources.length > 0 && sources.length <= limits.options) {
    return select(sources, value, "Whose exports");
  }
  if (name === "date_basis") return select(dateBases, value, "event");
  if (name === "metric") return select(cardMetrics, value, "Not said", "Not said");
  if (name === "tab") return select(cardTabs, value, "Every tab", "Every tab");
  const statuses = name === "status" ? statusesOf(steps) : null;
  if (statuses) return selectSeveral(statuses, value.split(","));
  return completed.has(name) && value.length <= limits.optionValue
    ? completedSelect(name, value)
    : null;
}

/** A menu that completes what is typed into it, and takes anything. */
function completedSelect(name: ParameterName, value: string): InputBlock["element"] {
  const initial = value.trim() === "" ? null : optionOf({ value, text: value });
  const any = always.has(name) ? "Type to search" : `All ${name}s`;
  return {
    type: "external_select",
    action_id: "value",
    min_query_length: 0,
    placeholder: { type: "plain_text", text: any },
    ...(initial ? { initial_option: initial } : {}),
  };
}

/** A menu of the few values there are; of one it is chosen already. `none` stands for no value, because a menu cannot be emptied again. */
function select(
  values: readonly string[],
  value: string,
  placeholder: string,
  none: string | null = null,
): InputBlock["element"] {
  const options = [
    ...(none === null ? [] : [optionOf({ value: anyValue, text: none })]),
    ...values.map((each) => optionOf({ value: each, text: each })),
  ];
  const initial = options.length === 1 ? options[0] : options.find((each) => each.value === value);
  return {
    type: "static_select",
    action_id: "value",
    placeholder: { type: "plain_text", text: placeholder },
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
}

function selectSeveral(
  values: readonly string[],
  chosen: readonly string[],
): InputBlock["element"] {
  const options = values.map((each) => optionOf({ value: each, text: each }));
  const initial = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return {
    type: "multi_static_select",
    action_id: "value",
    placeholder: { type: "plain_text", text: "All statuses" },
    options,
    ...(initial.length > 0 ? { initial_options: initial } : {}),
  };
}
