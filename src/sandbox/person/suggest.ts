import { z } from "zod";

import { suggestedOptions } from "#sandbox/blocks/choices.ts";
import type { BoxAnswer, BoxRequests } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";

import { elementAt, messageSeen, placeOfMessage, viewOf } from "./act.ts";
import { deliver, occasion, personOf, refused, unanswered } from "./interaction.ts";

type Request = BoxRequests["/box/options"];

/** Characters a person types before Slack asks, unless the menu says otherwise. */
const leastTyped = 3;

/** Asks the app what an external menu offers for what was typed; of other fields of a form the app hears nothing yet. */
export async function suggest(parts: Parts, request: Request): Promise<BoxAnswer> {
  const user = personOf(parts, request.user);
  const { blocks, place } = whereOf(parts, request);
  const element = elementAt(blocks, { ...request });
  if (!String(element["type"]).endsWith("external_select")) throw new Refusal("action_not_found");
  const least = Number(element["min_query_length"] ?? leastTyped);
  if (request.value.length < least)
    return refused("query_too_short", `The app is asked from ${least} letters on.`);
  const delivery = await deliver(parts, {
    type: "interactive",
    accepts_response_payload: true,
    payload: {
      type: "block_suggestion",
      ...occasion(parts, user),
      ...place,
      action_id: request.action_id,
      block_id: request.block_id,
      value: request.value,
    },
  });
  if (delivery.state !== "acknowledged") return unanswered(parts, delivery.state);
  const answer = suggestedOptions.safeParse(delivery.payload);
  if (answer.success) return { ok: true, ...answer.data };
  const problem = z.prettifyError(answer.error);
  return refused(
    "invalid_options",
    `The app answered options that Slack does not show: ${problem}`,
  );
}

function whereOf(parts: Parts, { user, view_id: id, channel = "", ts = "" }: Request) {
  if (id === undefined) {
    const message = messageSeen(parts, user, channel, ts);
    return { blocks: message.blocks ?? [], place: placeOfMessage(parts, message) };
  }
  const { view } = viewOf(parts, user, id);
  return { blocks: view.blocks, place: { view, container: { type: "view", view_id: id } } };
}
