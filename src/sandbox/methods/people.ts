import { z } from "zod";

import { limit, page, word } from "#sandbox/api/arguments.ts";
import { method, type Method } from "#sandbox/api/method.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { slackUser } from "#sandbox/shapes/slack-people.ts";

const test = method(
  [],
  z.looseObject({ error: word }),
  ({ error, ...args }) => {
    if (error !== undefined) throw new Refusal(error);
    return { args };
  },
  "none",
);

const authTest = method([], z.object({}), (_, { workspace, url }) => {
  const { teamId, teamName, botUserId, botId, appId } = workspace.installation;
  return {
    url: `${url}/`,
    team: teamName,
    user: workspace.bot.name,
    team_id: teamId,
    user_id: botUserId,
    bot_id: botId,
    app_id: appId,
    is_enterprise_install: false,
  };
});

const openConnection = method(
  [],
  z.object({}),
  (_, { sockets, url }) => ({
    url: `${url.replace("http", "ws")}/link?ticket=${sockets.issue()}`,
  }),
  "app",
);

const userInfo = method(["users:read"], z.object({ user: z.string() }), (call, { workspace }) => {
  const user = workspace.users.get(call.user);
  if (user === undefined) throw new Refusal("user_not_found");
  return { user: slackUser(workspace, user) };
});

const userList = method(
  ["users:read"],
  z.object({ cursor: word, limit }),
  (call, { workspace }) => {
    const { items, rest } = page([...workspace.users.values()], call);
    return { members: items.map((user) => slackUser(workspace, user)), ...rest };
  },
);

const teamInfo = method(["team:read"], z.object({}), (_, { workspace, url }) => {
  const { teamId, teamName, teamDomain } = workspace.installation;
  return {
    team: { id: teamId, name: teamName, domain: teamDomain, url: `${url}/`, email_domain: "" },
  };
});

const botInfo = method(["users:read"], z.object({ bot: word }), (call, { workspace }) => {
  const { botId, botUserId, appId } = workspace.installation;
  if (call.bot !== undefined && call.bot !== botId) throw new Refusal("bot_not_found");
  const { name } = workspace.bot;
  return { bot: { id: botId, deleted: false, name, app_id: appId, user_id: botUserId } };
});

export const people: Readonly<Record<string, Method>> = {
  "api.test": test,
  "auth.test": authTest,
  "apps.connections.open": openConnection,
  "users.info": userInfo,
  "users.list": userList,
  "team.info": teamInfo,
  "bots.info": botInfo,
};
