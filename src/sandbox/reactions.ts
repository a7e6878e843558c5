import type { BoxMessage } from "./contract.ts";
import { sendEvent } from "./events.ts";
import type { Parts } from "./parts.ts";

export interface Reaction {
  readonly message: BoxMessage;
  readonly user: string;
  readonly name: string;
}

/** Adds or removes a reaction and tells the app; false when nothing had to change. */
export function reacted(parts: Parts, { message, user, name }: Reaction, adds: boolean): boolean {
  const reactions = message.reactions ?? [];
  const has = reactions.some((each) => each.name === name && each.users.includes(user));
  if (has === adds) return false;
  const users = (reactions.find((each) => each.name === name)?.users ?? []).filter(
    (id) => id !== user,
  );
  const others = reactions.filter((each) => each.name !== name);
  const next = { name, users: adds ? [...users, user] : users };
  const kept = next.users.length > 0 ? [...others, next] : others;
  parts.workspace.record({ type: "message", message: { ...message, reactions: kept } });
  const type = adds ? "reaction_added" : "reaction_removed";
  const channel = parts.workspace.channels.get(message.channel);
  if (channel?.members.includes(parts.workspace.bot.id))
    sendEvent(parts, type, {
      type,
      user,
      reaction: name,
      item_user: message.user,
      item: { type: "message", channel: message.channel, ts: message.ts },
    });
  return true;
}
