import type { BoxChannel } from "../contract.ts";
import type { Box } from "./box.ts";
import type { IconName } from "./icons.ts";

/** True for a conversation between the app and one person. */
export function isDirect(channel: BoxChannel): boolean {
  return channel.id.startsWith("D");
}

export function channelIcon(channel: BoxChannel): IconName {
  if (isDirect(channel)) return "user";
  return channel.is_private ? "lock" : "hash";
}

/** A channel by its name, a direct conversation by whom it is with. */
export function channelName(channel: BoxChannel, box: Box, reader: string): string {
  if (!isDirect(channel)) return channel.name;
  const other = channel.members.find((member) => member !== reader);
  return box.users.get(other ?? "")?.real_name ?? channel.name;
}

/** Channels are open to everyone, private ones and direct conversations to those in them. */
export function isVisible(channel: BoxChannel | undefined, reader: string): boolean {
  if (!channel) return false;
  return !(channel.is_private || isDirect(channel)) || channel.members.includes(reader);
}

/** The name as people write it: #finance, or whom the conversation is with. */
export function channelTitle(channel: BoxChannel, box: Box, reader: string): string {
  return (isDirect(channel) ? "" : "#") + channelName(channel, box, reader);
}
