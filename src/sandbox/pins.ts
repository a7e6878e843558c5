import type { BoxMessage } from "./contract.ts";
import { sendEvent } from "./events.ts";
import type { Parts } from "./parts.ts";
import { slackMessage } from "./shapes/slack-message.ts";

/** Pins or unpins a message for everybody in its channel and tells the app; false when nothing had to change. */
export function pinned(parts: Parts, message: BoxMessage, user: string, adds: boolean): boolean {
  const { workspace, url, clock } = parts;
  const { channel, ts } = message;
  if (workspace.pins(channel).some((pin) => pin.ts === ts) === adds) return false;
  const created = Math.floor(clock() / 1000);
  workspace.record(
    adds ? { type: "pin", pin: { channel, ts, user, created } } : { type: "unpin", channel, ts },
  );
  if (!workspace.channels.get(channel)?.members.includes(workspace.bot.id)) return true;
  const count = workspace.pins(channel).length;
  const type = adds ? "pin_added" : "pin_removed";
  sendEvent(parts, type, {
    type,
    user,
    channel_id: channel,
    item: {
      type: "message",
      channel,
      message: slackMessage(workspace, message, { url, metadata: false }),
      created,
      created_by: user,
    },
    item_user: message.user,
    pin_count: count,
    ...(adds
      ? { pinned_info: { channel, pinned_by: user, pinned_ts: created } }
      : { has_pins: count > 0 }),
  });
  return true;
}
