import type { BoxAnswer, BoxMessage, BoxRequests } from "#sandbox/contract.ts";
import { channelFor, messageOf } from "#sandbox/methods/channel.ts";
import type { Parts } from "#sandbox/parts.ts";
import { pinned } from "#sandbox/pins.ts";
import { remove, replace } from "#sandbox/posting.ts";
import { Refusal } from "#sandbox/refusal.ts";

import { personOf, refused } from "./interaction.ts";
import { wordsProblem } from "./say.ts";
import { writtenText } from "./written-text.ts";

type Place = BoxRequests["/box/delete"];

/** Changes the words of one's own message; its files, reactions and replies stay. */
export function edit(parts: Parts, request: BoxRequests["/box/edit"]): BoxAnswer {
  const old = ownMessage(parts, request, "cant_update_message");
  const hasFiles = (old.files ?? []).length > 0;
  if (request.text.trim() !== "" || !hasFiles) {
    const problem = wordsProblem(request.text);
    if (problem) return problem;
  }
  const text = writtenText(parts.workspace, request.text);
  if (text !== old.text)
    replace(parts, old, { ...old, text, edited: { ts: parts.workspace.timestamps.next() } });
  return { ok: true };
}

export function erase(parts: Parts, request: Place): BoxAnswer {
  remove(parts, ownMessage(parts, request, "cant_delete_message"));
  return { ok: true };
}

export function pin(parts: Parts, request: BoxRequests["/box/pin"]): BoxAnswer {
  const user = personOf(parts, request.user).id;
  const adds = request.remove !== true;
  if (pinned(parts, standing(parts, request), user, adds)) return { ok: true };
  return adds
    ? refused("already_pinned", "That message is pinned already.")
    : refused("no_pin", "That message is not pinned.");
}

function ownMessage(parts: Parts, request: Place, refusal: string): BoxMessage {
  const user = personOf(parts, request.user).id;
  const message = standing(parts, request);
  if (message.user !== user) throw new Refusal(refusal);
  return message;
}

/** A message that everybody in the channel can see. */
function standing(parts: Parts, { user, channel, ts }: Place): BoxMessage {
  const message = messageOf(parts, channelFor(parts, user, channel).id, ts);
  if (message.ephemeral_to !== undefined || message.is_deleted)
    throw new Refusal("message_not_found");
  return message;
}
