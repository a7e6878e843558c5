import { extname } from "node:path";

import type { StoredFile } from "#sandbox/state/entry.ts";
import type { Workspace } from "#sandbox/state/workspace.ts";

import { isDirectMessage } from "./slack-people.ts";

/** A file as Slack's Web API and events show it; `url` is where this server is reached. */
export function slackFile(
  workspace: Workspace,
  file: StoredFile,
  url: string,
): Record<string, unknown> {
  const { teamId } = workspace.installation;
  const filetype = extname(file.name).slice(1).toLowerCase() || "binary";
  const address = `${url}/files-pri/${teamId}-${file.id}`;
  const name = encodeURIComponent(file.name);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user: file.user,
    size: file.size,
    mode: "hosted",
    is_external: false,
    is_public: true,
    url_private: `${address}/${name}`,
    url_private_download: `${address}/download/${name}`,
    permalink: `${url}/box/files/${file.id}`,
    channels: [...new Set(file.shares.map(({ channel }) => channel))],
    shares: shares(workspace, file),
  };
}

function shares(workspace: Workspace, file: StoredFile): Record<string, unknown> {
  const byKind: Record<string, Record<string, unknown[]>> = {};
  for (const { channel, ts, thread_ts: thread } of file.shares) {
    const isPrivate = isDirectMessage(channel) || workspace.channels.get(channel)?.is_private;
    const kind = isPrivate ? "private" : "public";
    const places = ((byKind[kind] ??= {})[channel] ??= []);
    places.push({
      ts,
      ...(thread && { thread_ts: thread }),
      channel_name: workspace.channels.get(channel)?.name,
      team_id: workspace.installation.teamId,
      share_user_id: file.user,
    });
  }
  return byKind;
}
