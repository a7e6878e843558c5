import type { BoxChannel, BoxUser } from "#sandbox/contract.ts";
import type { Workspace } from "#sandbox/state/workspace.ts";

export function slackUser(workspace: Workspace, user: BoxUser): Record<string, unknown> {
  const { teamId, botId, appId } = workspace.installation;
  return {
    id: user.id,
    team_id: teamId,
    name: user.name,
    deleted: false,
    color: user.color.replace("#", ""),
    real_name: user.real_name,
    tz: "America/New_York",
    tz_label: "Eastern Time",
    profile: {
      title: user.title,
      real_name: user.real_name,
      display_name: user.name,
      ...(user.is_bot && { bot_id: botId, api_app_id: appId }),
    },
    is_admin: false,
    is_owner: false,
    is_bot: user.is_bot,
    is_app_user: false,
  };
}

export function slackConversation(
  workspace: Workspace,
  channel: BoxChannel,
): Record<string, unknown> {
  const { botUserId } = workspace.installation;
  const isDirect = isDirectMessage(channel.id);
  return {
    id: channel.id,
    ...(isDirect
      ? { user: channel.members.find((id) => id !== botUserId) }
      : { name: channel.name, name_normalized: channel.name }),
    is_channel: !isDirect,
    is_group: false,
    is_im: isDirect,
    is_mpim: false,
    is_private: isDirect || channel.is_private === true,
    is_archived: false,
    is_general: channel.name === "general",
    is_member: channel.members.includes(botUserId),
    num_members: channel.members.length,
    topic: { value: channel.topic, creator: "", last_set: 0 },
    purpose: { value: channel.topic, creator: "", last_set: 0 },
  };
}

export function isDirectMessage(channel: string): boolean {
  return channel.startsWith("D");
}
