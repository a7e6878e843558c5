import type { BoxMessage } from "#sandbox/contract.ts";
import type { Workspace } from "#sandbox/state/workspace.ts";

import { slackFile } from "./slack-file.ts";

interface Showing {
  /** Where this server is reached. */
  readonly url: string;
  readonly metadata: boolean;
}

/** A message as Slack's Web API and events show it. */
export function slackMessage(
  workspace: Workspace,
  message: BoxMessage,
  { url, metadata }: Showing,
): Record<string, unknown> {
  const { user, text, ts, thread_ts: thread, blocks, edited } = message;
  if (message.is_deleted) return tombstone(workspace, message);
  const files = (message.files ?? []).flatMap(({ id }) => workspace.files.get(id) ?? []);
  return {
    type: "message",
    ...((message.files ?? []).length > 0 && { subtype: "file_share" }),
    user,
    ...author(workspace, user),
    team: workspace.installation.teamId,
    text,
    ts,
    ...(thread && { thread_ts: thread }),
    ...(thread &&
      thread !== ts && { parent_user_id: workspace.message(message.channel, thread)?.user }),
    ...(blocks && { blocks }),
    ...(files.length > 0 && {
      files: files.map((file) => slackFile(workspace, file, url)),
      upload: false,
    }),
    ...(edited && { edited: { user, ts: edited.ts } }),
    ...(message.reactions && {
      reactions: message.reactions.map((each) => ({ ...each, count: each.users.length })),
    }),
    ...(workspace.pins(message.channel).some((pin) => pin.ts === ts) && {
      pinned_to: [message.channel],
    }),
    ...(metadata && message.metadata && { metadata: message.metadata }),
    ...replies(workspace, message),
  };
}

/** What Slack shows in place of a deleted message that has replies. */
function tombstone(workspace: Workspace, message: BoxMessage): Record<string, unknown> {
  const { text, ts } = message;
  return {
    type: "message",
    subtype: "tombstone",
    user: "USLACKBOT",
    hidden: true,
    text,
    ts,
    parent_user_id: "USLACKBOT",
    ...replies(workspace, message),
  };
}

function author(workspace: Workspace, user: string): Record<string, unknown> {
  const { botUserId, botId, appId, teamId } = workspace.installation;
  if (user !== botUserId) return {};
  const profile = { id: botId, app_id: appId, name: workspace.bot.name, team_id: teamId };
  return { bot_id: botId, app_id: appId, bot_profile: { ...profile, deleted: false } };
}

function replies(workspace: Workspace, message: BoxMessage): Record<string, unknown> {
  if (message.thread_ts !== undefined && message.thread_ts !== message.ts) return {};
  const list = workspace
    .thread(message.channel, message.ts)
    .filter(({ ts, ephemeral_to: only }) => ts !== message.ts && only === undefined);
  const users = [...new Set(list.map(({ user }) => user))];
  return list.length === 0
    ? {}
    : {
        thread_ts: message.ts,
        reply_count: list.length,
        reply_users: users.slice(0, 5),
        reply_users_count: users.length,
        latest_reply: list.at(-1)?.ts,
        is_locked: false,
        subscribed: users.includes(workspace.installation.botUserId),
      };
}
