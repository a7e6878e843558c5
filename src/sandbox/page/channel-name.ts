import type { BoxChannel } from "../contract.ts";
import type { Box } from "./box.ts";

/** True for a conversation between the app and one person. */
export function isDirect(channel: BoxChannel): boolean {
  return channel.id.startsWith("D");
}

/** A channel by its name, a direct conversation by whom it is with. */
export function channelName(channel: BoxChannel, box: Box, reader: string): string {
  if (!isDirect(channel)) return channel.name;
  const other = channel.members.find((member) => member !== reader);
  return box.users.get(other ?? "")?.real_name ?? channel.name;
}

/** Channels are open to everyone, direct conversations to their two. */
export function isVisible(channel: BoxChannel | undefined, reader: string): boolean {
  return channel !== undefined && (!isDirect(channel) || channel.members.includes(reader));
}

/** The name as people write it: #finance, or whom the conversation is with. */
export function channelTitle(channel: BoxChannel, box: Box, reader: string): string {
  return (isDirect(channel) ? "" : "#") + channelName(channel, box, reader);
}
