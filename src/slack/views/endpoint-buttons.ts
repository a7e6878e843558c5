import type { Button, StaticSelect } from "@slack/types";

import { cut, limits } from "#slack/block-budget.ts";

/** The first part of the action ids about an endpoint; the second is what is done. */
export const endpointAction = "endpoint";
export const endpointVerbs = ["show", "test", "pause", "resume"] as const;
export type EndpointVerb = (typeof endpointVerbs)[number];

/** A button that does one thing about an endpoint. */
export function endpointButton(verb: EndpointVerb, label: string, id: string): Button {
  return {
    type: "button",
    action_id: `${endpointAction}:${verb}`,
    text: { type: "plain_text", text: label },
    value: cut(id, limits.buttonValue),
  };
}

/** A menu that does one thing about the endpoint chosen in it; null where there is none to choose. */
export function endpointMenu(
  verb: EndpointVerb,
  label: string,
  ids: readonly string[],
): StaticSelect | null {
  const options = ids
    .filter((id) => id.length <= limits.optionValue)
    .slice(0, limits.options)
    .map((id) => ({
      text: { type: "plain_text" as const, text: cut(id, limits.optionText) },
      value: id,
    }));
  if (options.length === 0) return null;
  return {
    type: "static_select",
    action_id: `${endpointAction}:${verb}`,
    placeholder: { type: "plain_text", text: label },
    options,
  };
}
